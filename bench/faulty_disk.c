/* A disk that fails when told to, for what lies in one folder: cc -shared -fPIC -O1 -o faulty_disk.so faulty_disk.c -ldl,
 * then LD_PRELOAD. It stands between the program (SQLite, Python) and the C library. Counted are calls that change
 * something there; for SYNC only syncs, for READ and READ_ON reads. It does nothing until it is told to: by
 * `faulty_disk_arm`, for the process that calls it, or by the environment of a command that is started:
 *   FAULTY_DISK_PATHS    how the paths begin that lie on it, parted by ":" (a folder ends with "/")
 *   FAULTY_DISK_HOW, FAULTY_DISK_AT    which fault, at the so-manyth call
 *   FAULTY_DISK_READERS  "1": it fails the processes that read for the command; "0": the command itself
 *   FAULTY_DISK_COUNT    a file of 8 bytes, in which all these processes count together */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/un.h>
#include <unistd.h>

enum { NONE, KILL_BEFORE, KILL_WITHIN, FULL, FULL_ONCE, DEAD, IO_ONCE, SYNC, SHORT, SHORT_FULL, READ, READ_ON };

static char paths[16384];
static long wanted;
static int fault;
static atomic_long own_count;
static atomic_long *count = &own_count;

void faulty_disk_arm(const char *where, int how, long at) {
    snprintf(paths, sizeof paths, "%s/", where);
    wanted = at;
    atomic_store(count, 0);
    fault = how;
}

long faulty_disk_count(void) { return atomic_load(count); }

static int here(const char *path) {
    for (const char *one = paths; *one; one += strcspn(one, ":"), one += *one == ':') {
        size_t length = strcspn(one, ":");
        if (length && strncmp(path, one, length) == 0) return 1;
    }
    return 0;
}

static int ours(int fd) {
    char link[64], path[4096];
    if (!fault) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t size = readlink(link, path, sizeof path - 1);
    if (size < 0) return 0;
    path[size] = 0;
    return here(path);
}

static int only_reads(void) { return fault == READ || fault == READ_ON; }

/* Whether this change fails, with errno set; a process that is to be killed before it is killed here. */
static int fails(void) {
    long now = atomic_fetch_add(count, 1) + 1;
    if (fault == KILL_BEFORE && now == wanted) kill(getpid(), SIGKILL), pause();
    if ((fault == FULL && now >= wanted) || (fault == FULL_ONCE && now == wanted)) return errno = ENOSPC, 1;
    if ((fault == DEAD && now >= wanted) || (fault == IO_ONCE && now == wanted)) return errno = EIO, 1;
    return 0;
}

static int sync_fails(void) {
    if (fault != SYNC) return fault == FULL || fault == FULL_ONCE ? 0 : fails(); /* a full disk can sync what it has */
    return atomic_fetch_add(count, 1) + 1 == wanted ? (errno = EIO, 1) : 0;
}

static int read_fails(void) {
    if (fault == DEAD && atomic_load(count) >= wanted) return errno = EIO, 1;
    if (!only_reads()) return 0;
    long now = atomic_fetch_add(count, 1) + 1;
    return now == wanted || (fault == READ_ON && now > wanted) ? (errno = EIO, 1) : 0;
}

#define REAL(name, type) static type real; if (!real) real = (type)dlsym(RTLD_NEXT, name)
typedef ssize_t (*write_type)(int, const void *, size_t);
typedef ssize_t (*pwrite_type)(int, const void *, size_t, off_t);
typedef ssize_t (*read_type)(int, void *, size_t);
typedef ssize_t (*pread_type)(int, void *, size_t, off_t);
typedef int (*fd_type)(int);
typedef int (*truncate_type)(int, off_t);
typedef int (*open_type)(const char *, int, ...);
typedef int (*path_type)(const char *);

/* How much of a write is done: all, half (torn or short), or none. `after`: the process ends once that is done. */
static size_t part(size_t size, int *after) {
    *after = 0;
    if (fault == SYNC || only_reads()) return size;
    long now = atomic_load(count) + 1;
    if (fails()) return 0;
    if ((fault == SHORT || fault == SHORT_FULL || fault == KILL_WITHIN) && now == wanted) {
        *after = fault == KILL_WITHIN;
        return size > 1 ? size / 2 : size;
    }
    if (fault == SHORT_FULL && now == wanted + 1) return errno = ENOSPC, 0;
    return size;
}

static ssize_t put(int fd, const void *body, size_t size, off_t at, int placed) {
    REAL("write", write_type);
    static pwrite_type real_placed;
    if (!real_placed) real_placed = (pwrite_type)dlsym(RTLD_NEXT, "pwrite64");
    int after = 0;
    if (size && ours(fd)) {
        size = part(size, &after);
        if (!size) return -1;
    }
    ssize_t done = placed ? real_placed(fd, body, size, at) : real(fd, body, size);
    if (after) kill(getpid(), SIGKILL), pause();
    return done;
}

ssize_t write(int fd, const void *body, size_t size) { return put(fd, body, size, 0, 0); }
ssize_t pwrite(int fd, const void *body, size_t size, off_t at) { return put(fd, body, size, at, 1); }
ssize_t pwrite64(int fd, const void *body, size_t size, off_t at) { return put(fd, body, size, at, 1); }

ssize_t read(int fd, void *body, size_t size) {
    REAL("read", read_type);
    return ours(fd) && read_fails() ? -1 : real(fd, body, size);
}
static ssize_t get(int fd, void *body, size_t size, off_t at) {
    REAL("pread64", pread_type);
    return ours(fd) && read_fails() ? -1 : real(fd, body, size, at);
}
ssize_t pread(int fd, void *body, size_t size, off_t at) { return get(fd, body, size, at); }
ssize_t pread64(int fd, void *body, size_t size, off_t at) { return get(fd, body, size, at); }

int fsync(int fd) { REAL("fsync", fd_type); return ours(fd) && sync_fails() ? -1 : real(fd); }
int fdatasync(int fd) { REAL("fdatasync", fd_type); return ours(fd) && sync_fails() ? -1 : real(fd); }

static int cut(int fd, off_t size) {
    REAL("ftruncate64", truncate_type);
    return fault != SYNC && !only_reads() && ours(fd) && fails() ? -1 : real(fd, size);
}
int ftruncate(int fd, off_t size) { return cut(fd, size); }
int ftruncate64(int fd, off_t size) { return cut(fd, size); }

static int opened(const char *path, int flags, mode_t mode) {
    REAL("open64", open_type);
    char whole[8192];
    if (fault && fault != SYNC && !only_reads() && (flags & O_CREAT) && path[0] != '/' && getcwd(whole, 4096)) {
        strncat(whole, "/", 2), strncat(whole, path, 4000);
    } else {
        strncpy(whole, path, sizeof whole - 1)[sizeof whole - 1] = 0;
    }
    if (fault && fault != SYNC && !only_reads() && (flags & O_CREAT) && here(whole) && access(path, F_OK) && fails()) return -1;
    return real(path, flags, mode);
}
#define OPENED(name) int name(const char *path, int flags, ...) { \
    mode_t mode = 0; \
    if (flags & (O_CREAT | O_TMPFILE)) { va_list more; va_start(more, flags); mode = va_arg(more, mode_t); va_end(more); } \
    return opened(path, flags, mode); }
OPENED(open)
OPENED(open64)

int unlink(const char *path) {
    REAL("unlink", path_type);
    if (fault == KILL_BEFORE && here(path)) fails();
    return real(path);
}

int mkdir(const char *path, mode_t mode) {
    static int (*real)(const char *, mode_t); if (!real) real = (int (*)(const char *, mode_t))dlsym(RTLD_NEXT, "mkdir");
    return fault && fault != SYNC && !only_reads() && here(path) && access(path, F_OK) && fails() ? -1 : real(path, mode);
}

/* A socket's name is a file too: those who read are met at one, in the folder for temporary files. */
int bind(int fd, const struct sockaddr *name, socklen_t size) {
    static int (*real)(int, const struct sockaddr *, socklen_t);
    if (!real) real = (int (*)(int, const struct sockaddr *, socklen_t))dlsym(RTLD_NEXT, "bind");
    if (fault && fault != SYNC && !only_reads() && name->sa_family == AF_UNIX
        && here(((const struct sockaddr_un *)name)->sun_path) && fails()) return -1;
    return real(fd, name, size);
}

/* Which of a command's processes this is, by how Python starts them: 1 where it reads, or starts those that do; 0 for
 * the command itself; -1 for one that only clears away behind them. */
static int reader(void) {
    char line[4096] = {0};
    int fd = (int)syscall(SYS_openat, AT_FDCWD, "/proc/self/cmdline", O_RDONLY);
    ssize_t size = fd < 0 ? 0 : syscall(SYS_read, fd, line, sizeof line - 1);
    if (fd >= 0) close(fd);
    for (ssize_t at = 0; at < size; at++) if (!line[at]) line[at] = ' ';
    return strstr(line, "multiprocessing.resource_tracker") ? -1 : strstr(line, "multiprocessing.forkserver") != NULL;
}

__attribute__((constructor)) static void armed_by_environment(void) {
    const char *where = getenv("FAULTY_DISK_PATHS"), *how = getenv("FAULTY_DISK_HOW"), *at = getenv("FAULTY_DISK_AT");
    const char *readers = getenv("FAULTY_DISK_READERS"), *counted = getenv("FAULTY_DISK_COUNT");
    if (!where || !how || !at || !readers || !counted || reader() != atoi(readers)) return;
    int fd = (int)syscall(SYS_openat, AT_FDCWD, counted, O_RDWR);
    void *shared = fd < 0 ? MAP_FAILED : mmap(NULL, sizeof *count, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (fd >= 0) close(fd);
    if (shared == MAP_FAILED) abort(); /* a disk that does not fail would show nothing */
    count = shared;
    snprintf(paths, sizeof paths, "%s", where);
    wanted = atol(at);
    fault = atoi(how);
}
