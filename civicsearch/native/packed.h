/* Packed numbers (index/packed.py), as the kernels read them. */

#ifndef CIVICSEARCH_PACKED_H
#define CIVICSEARCH_PACKED_H

#include "search.h"

enum { ESCAPE = 255, BLOCK = 1024 };

static inline uint64_t number_at(const void *numbers, Py_ssize_t width, Py_ssize_t place)
{
    switch (width) {
    case 1: return ((const uint8_t *)numbers)[place];
    case 2: return ((const uint16_t *)numbers)[place];
    case 4: return ((const uint32_t *)numbers)[place];
    default: return ((const uint64_t *)numbers)[place];
    }
}

/* Packed numbers, and how far they were read. */
typedef struct {
    const uint8_t *low;
    const void *wide, *before;
    Py_ssize_t count, escapes, width, blocks, before_width, at, next;
} Packed;

static inline int hold_packed(Held *held, PyObject *const *arrays, Packed *packed)
{
    packed->at = packed->next = 0;
    return (packed->low = hold(held, arrays[0], 1, 0, &packed->count)) &&
           (packed->wide = hold_any(held, arrays[1], &packed->width, &packed->escapes));
}

/* The same with the array that says how many wide ones lie before each block: such may be read from any place. */
static inline int hold_blocks(Held *held, PyObject *const *arrays, Packed *packed)
{
    return hold_packed(held, arrays, packed) &&
           (packed->before = hold_any(held, arrays[2], &packed->before_width, &packed->blocks));
}

/* Goes on at a place among the numbers; 0 where the numbers are damaged. */
static inline int go_to(Packed *packed, Py_ssize_t place)
{
    const Py_ssize_t block = place / BLOCK;
    if (packed->escapes && (packed->at > place || packed->at < block * BLOCK)) {
        uint64_t before;
        if (block >= packed->blocks ||
            (before = number_at(packed->before, packed->before_width, block)) > (uint64_t)packed->escapes)
            return 0;
        packed->next = (Py_ssize_t)before;
        packed->at = block * BLOCK;
    }
    Py_ssize_t passed = 0;
    if (packed->escapes)
        for (Py_ssize_t at = packed->at; at < place; at++)
            passed += packed->low[at] == ESCAPE;
    packed->next += passed;
    packed->at = place;
    return 1;
}

/* The next number, of which there has to be one; -1 where it is damaged. */
static inline int64_t take(Packed *packed)
{
    const uint64_t number = packed->low[packed->at++];
    if (number != ESCAPE)
        return (int64_t)number;
    if (packed->next >= packed->escapes)
        return -1;
    const uint64_t wide = number_at(packed->wide, packed->width, packed->next++);
    return wide >> 62 ? -1 : (int64_t)wide;
}

/* Numbers that are packed one by one. */
typedef struct {
    uint8_t *low;
    int64_t *wide;
    Py_ssize_t count, escapes;
} Packing;

static inline void put(Packing *packing, int64_t number)
{
    if (number >= ESCAPE)
        packing->wide[packing->escapes++] = number;
    packing->low[packing->count++] = number < ESCAPE ? (uint8_t)number : ESCAPE;
}

#endif
