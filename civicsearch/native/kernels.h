/* What the kernels share. Every kernel is a function of the module over buffers that the caller owns, most of them
   NumPy arrays. It checks types, sizes and every index that it reads before it uses it: what is in an index may have
   been made by a stranger. */

#ifndef CIVICSEARCH_KERNELS_H
#define CIVICSEARCH_KERNELS_H

#define KERNELS_VERSION 9

#define Py_LIMITED_API 0x030B0000
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <stdint.h>
#include <string.h>

/* One buffer that a kernel wants: its name for messages, bytes of an item, whether it is written. */
typedef struct {
    const char *name;
    Py_ssize_t size;
    int writable;
} Wanted;

/* The first items of a tuple as contiguous buffers; -1 with an exception, and nothing held, where one is not as
   wanted. */
int take_buffers(PyObject *args, const Wanted *wanted, int count, Py_buffer *views);
void release_buffers(Py_buffer *views, int count);

/* A whole number behind the buffers of a tuple; -1 with an exception where it is none or negative. */
Py_ssize_t take_size(PyObject *args, Py_ssize_t place);

static inline Py_ssize_t items(const Py_buffer *view) { return view->len / view->itemsize; }

PyObject *cut(PyObject *module, PyObject *args);
PyObject *stem(PyObject *module, PyObject *args);
PyObject *count(PyObject *module, PyObject *args);
PyObject *invert(PyObject *module, PyObject *args);

#endif
