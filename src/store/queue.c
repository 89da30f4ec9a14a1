#include "store/store_priv.h"

void queue_init(struct queue *q, int cap)
{
	*q = (struct queue){.cap = cap};
	pthread_mutex_init(&q->lock, NULL);
	pthread_cond_init(&q->filled, NULL);
}

void queue_release(struct queue *q)
{
	pthread_cond_destroy(&q->filled);
	pthread_mutex_destroy(&q->lock);
}

bool queue_put(struct queue *q, struct store_write *w)
{
	pthread_mutex_lock(&q->lock);
	bool is_taken = !q->is_closed && q->n < q->cap;
	if (is_taken) {
		w->next = NULL;
		if (q->head)
			q->tail->next = w;
		else
			q->head = w;
		q->tail = w;
		q->n++;
	}
	bool must_wake = is_taken && q->n_sleeping;
	pthread_mutex_unlock(&q->lock);
	if (must_wake) /* outside the lock, so that who wakes finds it free */
		pthread_cond_signal(&q->filled);
	return is_taken;
}

/* Under the lock. */
static struct store_write *take(struct queue *q, int most)
{
	struct store_write *first = q->head, *last = NULL;
	for (; q->head && most > 0; most--, q->n--) {
		last = q->head;
		q->head = last->next;
	}
	if (!last)
		return NULL;
	last->next = NULL;
	return first;
}

struct store_write *queue_take(struct queue *q, int most)
{
	pthread_mutex_lock(&q->lock);
	while (!q->head && !q->is_closed) {
		q->n_sleeping++;
		pthread_cond_wait(&q->filled, &q->lock);
		q->n_sleeping--;
	}
	struct store_write *first = take(q, most);
	pthread_mutex_unlock(&q->lock);
	return first;
}

struct store_write *queue_take_waiting(struct queue *q, int most)
{
	pthread_mutex_lock(&q->lock);
	struct store_write *first = take(q, most);
	pthread_mutex_unlock(&q->lock);
	return first;
}

void queue_close(struct queue *q)
{
	pthread_mutex_lock(&q->lock);
	q->is_closed = true;
	pthread_mutex_unlock(&q->lock);
	pthread_cond_broadcast(&q->filled);
}
