/* Writes down what a process does to the files below one folder, in the order in which it does it: a preloaded library.

   POWERCUT_ROOT      the folder, an absolute path without links
   POWERCUT_TRACE     the file that the records are appended to
   POWERCUT_KILL_AT   the process kills itself after its n-th record
   POWERCUT_BYTES     the disk is full after so many bytes (ENOSPC)
   POWERCUT_SYNC_FAILS  the n-th fsync fails (EIO)
   POWERCUT_CLOCK     seconds since 1970 at which the process's clock begins

   A record: `<op> <pid> <fd> <a> <b> <length>\n`, then `length` bytes. Ops: O open (a: 1 created, b: 1 emptied; path),
   W write (a: offset; bytes), T set length (a: length), S sync, C close, R rename (old \0 new), L link (the same), X unlink,
   D mkdir, Y rmdir, A written to standard output, U done in a way that this recorder does not follow (what it was). */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#define FDS 65536
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static unsigned char watched[FDS]; /* 1 a file or folder below the root, 2 one that may be mapped (SQLite's -shm) */
static char root[PATH_MAX];
static size_t root_length;
static int trace = -1, full;
static long records, kill_at = -1, bytes_left = -1, syncs, sync_fails = -1;

#define REAL(name) ({ static __typeof__(name) *real_; if (!real_) real_ = (__typeof__(name) *)dlsym(RTLD_NEXT, #name); real_; })

static long number(const char *name) { const char *text = getenv(name); return text && *text ? atol(text) : -1; }

__attribute__((constructor)) static void start(void) {
    const char *folder = getenv("POWERCUT_ROOT"), *file = getenv("POWERCUT_TRACE");
    if (!folder || !file || strlen(folder) >= sizeof root - 1) return;
    strcpy(root, folder);
    root_length = strlen(root);
    int fd = REAL(open)(file, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0) return;
    trace = fcntl(fd, F_DUPFD_CLOEXEC, 900);
    REAL(close)(fd);
    kill_at = number("POWERCUT_KILL_AT"); bytes_left = number("POWERCUT_BYTES"); sync_fails = number("POWERCUT_SYNC_FAILS");
}

int clock_gettime(clockid_t which, struct timespec *now) {
    static long long shift;
    static int asked;
    int result = REAL(clock_gettime)(which, now);
    if (!asked) {
        const char *text = getenv("POWERCUT_CLOCK");
        struct timespec real;
        asked = 1;
        if (text && !REAL(clock_gettime)(CLOCK_REALTIME, &real)) shift = atoll(text) - real.tv_sec;
    }
    if (result == 0 && which == CLOCK_REALTIME) now->tv_sec += shift;
    return result;
}

static void record(char op, int fd, long long a, long long b, const void *data, size_t length) {
    if (trace < 0) return;
    char head[128];
    int n = snprintf(head, sizeof head, "%c %d %d %lld %lld %zu\n", op, getpid(), fd, a, b, length);
    struct iovec parts[2] = {{head, (size_t)n}, {(void *)data, length}};
    if (REAL(writev)(trace, parts, 2) != (ssize_t)(n + length)) _exit(111);
    if (++records == kill_at) kill(getpid(), SIGKILL);
}

/* The absolute path when it is below the root, else NULL. */
static char *below(int dirfd, const char *path, char *out) {
    if (trace < 0 || !path) return NULL;
    out[0] = 0;
    if (path[0] != '/') {
        char link[64];
        if (dirfd == AT_FDCWD) { if (!getcwd(out, PATH_MAX)) return NULL; }
        else {
            snprintf(link, sizeof link, "/proc/self/fd/%d", dirfd);
            ssize_t n = readlink(link, out, PATH_MAX - 1);
            if (n < 0) return NULL;
            out[n] = 0;
        }
        if (strlen(out) + strlen(path) + 2 > PATH_MAX) return NULL;
        strcat(out, "/");
    }
    if (strlen(out) + strlen(path) + 1 > PATH_MAX) return NULL;
    strcat(out, path);
    return strncmp(out, root, root_length) == 0 && (out[root_length] == '/' || !out[root_length]) ? out : NULL;
}

static int mine(int fd) { return trace >= 0 && fd >= 0 && fd < FDS && watched[fd]; }

static int opened(int (*how)(int, const char *, int, mode_t), int dirfd, const char *path, int flags, mode_t mode) {
    char whole[PATH_MAX];
    if (!below(dirfd, path, whole)) {
        int fd = how(dirfd, path, flags, mode);
        if (fd >= 0 && fd < FDS) watched[fd] = 0;
        return fd;
    }
    pthread_mutex_lock(&lock);
    struct stat about;
    int there = fstatat(dirfd, path, &about, 0) == 0, fd;
    if (full && !there && flags & O_CREAT) { errno = ENOSPC; fd = -1; }
    else fd = how(dirfd, path, flags, mode);
    if (fd >= 0) {
        size_t n = strlen(whole);
        if (fd < FDS) watched[fd] = n > 4 && !strcmp(whole + n - 4, "-shm") ? 2 : 1;
        record('O', fd, !there && flags & O_CREAT, there && flags & O_TRUNC ? 1 : 0, whole, n);
    }
    int kept = errno;
    pthread_mutex_unlock(&lock);
    errno = kept;
    return fd;
}

static int real_open(int dirfd, const char *path, int flags, mode_t mode) { return REAL(openat)(dirfd, path, flags, mode); }
#define MODE mode_t mode = 0; if (flags & (O_CREAT | O_TMPFILE)) { va_list more; va_start(more, flags); mode = va_arg(more, mode_t); va_end(more); }
int open(const char *path, int flags, ...) { MODE return opened(real_open, AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE return opened(real_open, AT_FDCWD, path, flags | O_LARGEFILE, mode); }
int openat(int dirfd, const char *path, int flags, ...) { MODE return opened(real_open, dirfd, path, flags, mode); }
int openat64(int dirfd, const char *path, int flags, ...) { MODE return opened(real_open, dirfd, path, flags | O_LARGEFILE, mode); }
int __open_2(const char *path, int flags) { return opened(real_open, AT_FDCWD, path, flags, 0); }
int __open64_2(const char *path, int flags) { return opened(real_open, AT_FDCWD, path, flags | O_LARGEFILE, 0); }
int __openat64_2(int dirfd, const char *path, int flags) { return opened(real_open, dirfd, path, flags | O_LARGEFILE, 0); }
int creat(const char *path, mode_t mode) { return opened(real_open, AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode); }
int creat64(const char *path, mode_t mode) { return creat(path, mode); }

int close(int fd) {
    if (!mine(fd)) return REAL(close)(fd);
    pthread_mutex_lock(&lock);
    watched[fd] = 0;
    record('C', fd, 0, 0, "", 0);
    int result = REAL(close)(fd), kept = errno;
    pthread_mutex_unlock(&lock);
    errno = kept;
    return result;
}

/* How many of these bytes the disk takes; -1 and ENOSPC when none. */
static ssize_t room(size_t length) {
    if (bytes_left < 0) return (ssize_t)length;
    if (full || (bytes_left == 0 && length)) { full = 1; errno = ENOSPC; return -1; }
    if ((long)length > bytes_left) length = (size_t)bytes_left;
    bytes_left -= (long)length;
    return (ssize_t)length;
}

static ssize_t written(int fd, const void *data, size_t length, off64_t at, int placed) {
    if (fd == 1 && trace >= 0) {
        ssize_t n = REAL(write)(fd, data, length);
        if (n > 0) { pthread_mutex_lock(&lock); record('A', fd, 0, 0, data, (size_t)n); pthread_mutex_unlock(&lock); }
        return n;
    }
    if (!mine(fd)) return placed ? REAL(pwrite64)(fd, data, length, at) : REAL(write)(fd, data, length);
    pthread_mutex_lock(&lock);
    ssize_t n = room(length);
    if (n >= 0) n = placed ? REAL(pwrite64)(fd, data, (size_t)n, at) : REAL(write)(fd, data, (size_t)n);
    int kept = errno;
    if (n > 0) record('W', fd, placed ? at : lseek64(fd, 0, SEEK_CUR) - n, 0, data, (size_t)n);
    pthread_mutex_unlock(&lock);
    errno = kept;
    return n;
}
ssize_t write(int fd, const void *data, size_t length) { return written(fd, data, length, 0, 0); }
ssize_t pwrite(int fd, const void *data, size_t length, off_t at) { return written(fd, data, length, at, 1); }
ssize_t pwrite64(int fd, const void *data, size_t length, off64_t at) { return written(fd, data, length, at, 1); }

static void unfollowed(int fd, const char *what) {
    if (!mine(fd)) return;
    pthread_mutex_lock(&lock);
    record('U', fd, 0, 0, what, strlen(what));
    pthread_mutex_unlock(&lock);
}
ssize_t writev(int fd, const struct iovec *parts, int count) { unfollowed(fd, "writev"); return REAL(writev)(fd, parts, count); }
ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t at) { unfollowed(fd, "pwritev"); return REAL(pwritev)(fd, parts, count, at); }
int fallocate(int fd, int mode, off_t at, off_t length) { unfollowed(fd, "fallocate"); return REAL(fallocate)(fd, mode, at, length); }
int posix_fallocate(int fd, off_t at, off_t length) { unfollowed(fd, "posix_fallocate"); return REAL(posix_fallocate)(fd, at, length); }
int truncate(const char *path, off_t length) { unfollowed(-1, "truncate"); return REAL(truncate)(path, length); }
void *mmap(void *at, size_t length, int how, int flags, int fd, off_t offset) {
    if (mine(fd) && watched[fd] == 1 && flags & MAP_SHARED && how & PROT_WRITE) unfollowed(fd, "mmap");
    return REAL(mmap)(at, length, how, flags, fd, offset);
}
void *mmap64(void *at, size_t length, int how, int flags, int fd, off64_t offset) { return mmap(at, length, how, flags, fd, offset); }
/* Callers fall back to read and write. */
ssize_t sendfile(int out, int in, off_t *at, size_t n) { if (!mine(out)) return REAL(sendfile)(out, in, at, n); errno = EINVAL; return -1; }
ssize_t sendfile64(int out, int in, off64_t *at, size_t n) { return sendfile(out, in, at, n); }
ssize_t copy_file_range(int in, off64_t *a, int out, off64_t *b, size_t n, unsigned flags) {
    if (!mine(out)) return REAL(copy_file_range)(in, a, out, b, n, flags);
    errno = ENOSYS;
    return -1;
}

#define FOLLOWED(fd, call, what) \
    if (!mine(fd)) return call; \
    pthread_mutex_lock(&lock); \
    int result = call, kept = errno; \
    if (result == 0) what; \
    pthread_mutex_unlock(&lock); \
    errno = kept; \
    return result

int ftruncate(int fd, off_t length) { FOLLOWED(fd, REAL(ftruncate)(fd, length), record('T', fd, length, 0, "", 0)); }
int ftruncate64(int fd, off64_t length) { return ftruncate(fd, length); }
static int synced(int fd, int (*how)(int)) {
    if (mine(fd) && ++syncs == sync_fails) { errno = EIO; return -1; }
    FOLLOWED(fd, how(fd), record('S', fd, 0, 0, "", 0));
}
int fsync(int fd) { return synced(fd, REAL(fsync)); }
int fdatasync(int fd) { return synced(fd, REAL(fdatasync)); }

static int named(char op, int result, const char *from, const char *to) {
    char both[2 * PATH_MAX];
    size_t n = strlen(from), m = to ? strlen(to) + 1 : 0;
    memcpy(both, from, n + 1);
    if (to) memcpy(both + n + 1, to, m);
    record(op, -1, 0, 0, both, n + m);
    return result;
}
#define ONE(op, dirfd, path, call) \
    char whole[PATH_MAX]; \
    if (!below(dirfd, path, whole)) return call; \
    if (full && op == 'D') { errno = ENOSPC; return -1; } \
    pthread_mutex_lock(&lock); \
    int result = call, kept = errno; \
    if (result == 0) named(op, 0, whole, NULL); \
    pthread_mutex_unlock(&lock); \
    errno = kept; \
    return result
int unlink(const char *path) { ONE('X', AT_FDCWD, path, REAL(unlink)(path)); }
int unlinkat(int dirfd, const char *path, int flags) {
    char op = flags & AT_REMOVEDIR ? 'Y' : 'X';
    ONE(op, dirfd, path, REAL(unlinkat)(dirfd, path, flags));
}
int rmdir(const char *path) { ONE('Y', AT_FDCWD, path, REAL(rmdir)(path)); }
int mkdir(const char *path, mode_t mode) { ONE('D', AT_FDCWD, path, REAL(mkdir)(path, mode)); }
int mkdirat(int dirfd, const char *path, mode_t mode) { ONE('D', dirfd, path, REAL(mkdirat)(dirfd, path, mode)); }
#define TWO(op, a, from, b, to, call) \
    char first[PATH_MAX], second[PATH_MAX]; \
    char *in = below(a, from, first), *out = below(b, to, second); \
    if (!in && !out) return call; \
    pthread_mutex_lock(&lock); \
    int result = call, kept = errno; \
    if (result == 0) { if (in && out) named(op, 0, first, second); else record('U', -1, 0, 0, "moved across the root", 21); } \
    pthread_mutex_unlock(&lock); \
    errno = kept; \
    return result
int rename(const char *from, const char *to) { TWO('R', AT_FDCWD, from, AT_FDCWD, to, REAL(rename)(from, to)); }
int renameat(int a, const char *from, int b, const char *to) { TWO('R', a, from, b, to, REAL(renameat)(a, from, b, to)); }
int renameat2(int a, const char *from, int b, const char *to, unsigned flags) { TWO('R', a, from, b, to, REAL(renameat2)(a, from, b, to, flags)); }
int link(const char *from, const char *to) { TWO('L', AT_FDCWD, from, AT_FDCWD, to, REAL(link)(from, to)); }
int linkat(int a, const char *from, int b, const char *to, int flags) { TWO('L', a, from, b, to, REAL(linkat)(a, from, b, to, flags)); }
int symlink(const char *from, const char *to) { char whole[PATH_MAX]; if (below(AT_FDCWD, to, whole)) named('U', 0, "symlink", NULL); return REAL(symlink)(from, to); }
