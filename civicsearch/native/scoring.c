/* BM25F as search/scoring.py has it, to the last bit: the same numbers in the same widths, one operation after the
   other. */

#include "search.h"

#ifdef __clang__
#pragma STDC FP_CONTRACT OFF /* GCC has it off with -std=c11 */
#endif

enum { TITLE, SUMMARY, BODY, PARTS };

typedef struct {
    const int64_t *lengths;
    double weight, mean;
} Part;

static inline double weight_of(const Part *part, double b, int64_t post)
{
    return (double)(float)(part->weight / (1 - b + b * (double)part->lengths[post] / part->mean));
}

/* score(posts, counts, heads, in_title, in_summary, title, summary, body, numbers, scores): see _kernels.pyi */
FAST_KERNEL(score)
{
    Held held = {.count = 0};
    Py_ssize_t rows, counted, headed, titled, summed, lengths[PARTS], parameters, room, head = 0;
    const int64_t *posts, *counts, *heads, *in_title, *in_summary;
    const double *numbers;
    float *scores;
    Part parts[PARTS];
    if (!enough(given, 10) || !(posts = hold(&held, args[0], 8, 0, &rows)) ||
        !(counts = hold(&held, args[1], 8, 0, &counted)) || !(heads = hold(&held, args[2], 8, 0, &headed)) ||
        !(in_title = hold(&held, args[3], 8, 0, &titled)) || !(in_summary = hold(&held, args[4], 8, 0, &summed)))
        return refuse(&held, NULL);
    for (int part = 0; part < PARTS; part++)
        if (!(parts[part].lengths = hold(&held, args[5 + part], 8, 0, &lengths[part])))
            return refuse(&held, NULL);
    if (!(numbers = hold(&held, args[8], 8, 0, &parameters)) || !(scores = hold(&held, args[9], 4, 1, &room)))
        return refuse(&held, NULL);
    if (counted != rows || room != rows || titled != headed || summed != headed || parameters != 3 + 2 * PARTS ||
        lengths[SUMMARY] != lengths[TITLE] || lengths[BODY] != lengths[TITLE])
        return refuse(&held, "columns have to be of one length");
    const float scale = (float)numbers[0], k1 = (float)numbers[1];
    const double b = numbers[2];
    for (int part = 0; part < PARTS; part++) {
        parts[part].weight = numbers[3 + 2 * part];
        parts[part].mean = numbers[4 + 2 * part];
    }
    PyThreadState *state = release_for(rows);
    for (Py_ssize_t at = 0; at < rows; at++) {
        const int64_t post = posts[at];
        if ((uint64_t)post >= (uint64_t)lengths[BODY])
            return answer(&held, state, -1, not_ascending);
        double frequency;
        if (head < headed && heads[head] == at) {
            const int64_t title = in_title[head], summary = in_summary[head];
            frequency = (double)(counts[at] - title - summary) * weight_of(&parts[BODY], b, post);
            frequency = frequency + (double)title * weight_of(&parts[TITLE], b, post);
            frequency = frequency + (double)summary * weight_of(&parts[SUMMARY], b, post);
            head++;
        } else {
            frequency = (double)counts[at] * weight_of(&parts[BODY], b, post);
        }
        const float weighed = (float)frequency;
        scores[at] = scale * weighed / (weighed + k1);
    }
    return answer(&held, state, 0, NULL);
}
