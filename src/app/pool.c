#include "app/pool.h"

#include <pthread.h>

struct task {
	void (*run)(void *arg);
	void *arg;
};

struct pool {
	pthread_mutex_t lock;
	pthread_cond_t filled;
	struct task *ring;
	int cap, first, n;
	bool is_stopping;
	pthread_t *threads;
	int n_threads;
};

static bool take(struct pool *p, struct task *ret)
{
	pthread_mutex_lock(&p->lock);
	while (!p->n && !p->is_stopping)
		pthread_cond_wait(&p->filled, &p->lock);
	bool has_task = p->n > 0;
	if (has_task) {
		*ret = p->ring[p->first];
		p->first = (p->first + 1) % p->cap;
		p->n--;
	}
	pthread_mutex_unlock(&p->lock);
	return has_task;
}

static void *work(void *arg)
{
	struct task t;
	while (take(arg, &t))
		t.run(t.arg);
	return NULL;
}

struct pool *pool_start(mem *parent, int n_threads, int queue_cap)
{
	struct pool *p = mem_new(parent, struct pool);
	p->cap = queue_cap;
	p->ring = mem_array(p, struct task, (size_t)queue_cap);
	p->threads = mem_array(p, pthread_t, (size_t)n_threads);
	pthread_mutex_init(&p->lock, NULL);
	pthread_cond_init(&p->filled, NULL);
	for (; p->n_threads < n_threads; p->n_threads++)
		if (pthread_create(&p->threads[p->n_threads], NULL, work, p))
			break;
	return p;
}

bool pool_put(struct pool *p, void (*run)(void *arg), void *arg)
{
	pthread_mutex_lock(&p->lock);
	bool fits = p->n < p->cap && !p->is_stopping;
	if (fits) {
		p->ring[(p->first + p->n++) % p->cap] = (struct task){run, arg};
		pthread_cond_signal(&p->filled);
	}
	pthread_mutex_unlock(&p->lock);
	return fits;
}

void pool_stop(struct pool *p)
{
	pthread_mutex_lock(&p->lock);
	p->is_stopping = true;
	pthread_cond_broadcast(&p->filled);
	pthread_mutex_unlock(&p->lock);
	for (int i = 0; i < p->n_threads; i++)
		pthread_join(p->threads[i], NULL);
	mem_free(p);
}
