#include "search.h"

int take_buffers(PyObject *args, const Wanted *wanted, int count, Py_buffer *views)
{
    if (!PyTuple_Check(args) || PyTuple_Size(args) < count) {
        PyErr_Format(PyExc_TypeError, "%d buffers are needed", count);
        return -1;
    }
    for (int place = 0; place < count; place++) {
        const Wanted *want = &wanted[place];
        int flags = PyBUF_C_CONTIGUOUS | (want->writable ? PyBUF_WRITABLE : 0);
        if (PyObject_GetBuffer(PyTuple_GetItem(args, place), &views[place], flags) < 0) {
            release_buffers(views, place);
            return -1;
        }
        if (views[place].itemsize != want->size || (uintptr_t)views[place].buf % (size_t)want->size) {
            PyErr_Format(PyExc_ValueError, "%s: items of %zd bytes are needed, aligned", want->name, want->size);
            release_buffers(views, place + 1);
            return -1;
        }
    }
    return 0;
}

void release_buffers(Py_buffer *views, int count)
{
    while (count--)
        PyBuffer_Release(&views[count]);
}

Py_ssize_t take_size(PyObject *args, Py_ssize_t place)
{
    if (PyTuple_Size(args) <= place) {
        PyErr_SetString(PyExc_TypeError, "a size is missing");
        return -1;
    }
    Py_ssize_t size = PyLong_AsSsize_t(PyTuple_GetItem(args, place));
    if (size < 0 && !PyErr_Occurred())
        PyErr_SetString(PyExc_ValueError, "a size cannot be negative");
    return size < 0 ? -1 : size;
}

#define FAST(name) {#name, (PyCFunction)(void (*)(void))name##_kernel, METH_FASTCALL, NULL}

static PyMethodDef methods[] = {
    {"cut", cut, METH_VARARGS, NULL},
    {"stem", stem, METH_VARARGS, NULL},
    {"count", count, METH_VARARGS, NULL},
    {"invert", invert, METH_VARARGS, NULL},
    FAST(common),
    FAST(unite),
    FAST(accumulate),
    FAST(without),
    FAST(first),
    FAST(rank),
    FAST(count_values),
    FAST(adjacent),
    FAST(tally),
    FAST(near),
    FAST(near_spans),
    FAST(unpack),
    FAST(places),
    FAST(merge),
    FAST(between),
    FAST(seek),
    FAST(score),
    FAST(splice),
    FAST(alphabetical),
    FAST(others),
    {NULL, NULL, 0, NULL},
};

/* The keys of a table of pieces are read from text as they stand there. */
static int set_up(PyObject *module)
{
    const uint16_t one = 1;
    if (*(const unsigned char *)&one != 1) {
        PyErr_SetString(PyExc_ImportError, "the kernels are for little-endian processors");
        return -1;
    }
    return PyModule_AddIntConstant(module, "VERSION", KERNELS_VERSION);
}

static PyModuleDef_Slot slots[] = {{Py_mod_exec, set_up}, {0, NULL}};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "_kernels", "Kernels in C; _kernels.pyi says what each does.", 0, methods, slots, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit__kernels(void) { return PyModuleDef_Init(&definition); }
