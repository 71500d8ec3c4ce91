// SPDX-License-Identifier: Apache-2.0
//
// Signs or verifies one message many times with OpenDKIM's library, on one thread:
//   opendkim verify MESSAGE COUNT RECORDS     RECORDS: lines of "name record"
//   opendkim sign   MESSAGE COUNT KEY         KEY: PEM
// Prints the messages per second.
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <opendkim/dkim.h>

static char *slurp(const char *path, size_t *length)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        perror(path);
        exit(1);
    }
    fseek(file, 0, SEEK_END);
    *length = (size_t)ftell(file);
    rewind(file);
    char *text = calloc(1, *length + 1);
    if (fread(text, 1, *length, file) != *length) {
        perror(path);
        exit(1);
    }
    fclose(file);
    return text;
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
    if (argc != 5) {
        fprintf(stderr, "usage: opendkim verify|sign MESSAGE COUNT RECORDS|KEY\n");
        return 2;
    }
    bool verify = strcmp(argv[1], "verify") == 0;
    size_t length, keys;
    char *message = slurp(argv[2], &length);
    char *key = slurp(argv[4], &keys);
    int count = atoi(argv[3]);

    DKIM_LIB *library = dkim_init(NULL, NULL);
    if (verify) {
        dkim_query_t query = DKIM_QUERY_FILE;
        dkim_options(library, DKIM_OP_SETOPT, DKIM_OPTS_QUERYMETHOD, &query, sizeof query);
        dkim_options(library, DKIM_OP_SETOPT, DKIM_OPTS_QUERYINFO, argv[4], strlen(argv[4]) + 1);
    }
    double start = now();
    for (int i = 0; i < count; i++) {
        DKIM_STAT status;
        DKIM *dkim = verify
            ? dkim_verify(library, (unsigned char *)"id", NULL, &status)
            : dkim_sign(library, (unsigned char *)"id", NULL, (unsigned char *)key,
                        (unsigned char *)"rsa", (unsigned char *)"example.org",
                        DKIM_CANON_RELAXED, DKIM_CANON_RELAXED, DKIM_SIGN_RSASHA256, -1, &status);
        if (dkim == NULL) {
            fprintf(stderr, "no handle: %d\n", status);
            return 1;
        }
        status = dkim_chunk(dkim, (unsigned char *)message, length);
        if (status == DKIM_STAT_OK)
            status = dkim_chunk(dkim, NULL, 0);
        if (status == DKIM_STAT_OK)
            status = dkim_eom(dkim, NULL);
        unsigned char field[8192];
        if (status == DKIM_STAT_OK && !verify)
            status = dkim_getsighdr(dkim, field, sizeof field, 14);
        if (status != DKIM_STAT_OK) {
            fprintf(stderr, "status %d: %s\n", status, dkim_getresultstr(status));
            return 1;
        }
        dkim_free(dkim);
    }
    printf("%.1f\n", count / (now() - start));
    dkim_close(library);
    return 0;
}
