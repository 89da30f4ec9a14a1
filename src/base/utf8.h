/* UTF-8 at the border. Inside, every `const char *` is valid UTF-8 without NUL or control
 * characters other than tab and newline; these functions are how it becomes so. */
#ifndef LINLI_BASE_UTF8_H
#define LINLI_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Valid UTF-8 (no overlong forms, no surrogates), without NUL. */
bool utf8_is_valid(const char *s, size_t n);

/* Valid, and without control characters but tab, line feed and carriage return. */
bool utf8_is_text(const char *s, size_t n);

/* Code points in a valid text. */
size_t utf8_length(const char *s);

/* The code point at *s, which moves past it. 0 at the end; U+FFFD for a broken byte. */
uint32_t utf8_next(const char **s);

/* Writes a code point (at most 4 bytes) and returns its length. */
size_t utf8_encode(uint32_t c, char out[static 4]);

/* Full-width letters, digits and punctuation to their ASCII forms, ideographic space to space,
 * and no blanks at either end: how people mean what they paste. In place; the text only shrinks. */
void utf8_fold_width(char *s);

/* No blanks (also ideographic ones) at either end. In place. */
void utf8_trim(char *s);

#endif
