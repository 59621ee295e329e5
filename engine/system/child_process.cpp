#include "engine/system/child_process.h"

#include "engine/base/errors.h"

#include <fcntl.h>
#include <grp.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <algorithm>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <sstream>

namespace asyncio::detail {

namespace {

// What the child says before it becomes another program, if it cannot.
struct Failure {
    enum Stage { none, chdir, setup, preexec, exec } stage = none;
    int error_number = 0;
};

// Everything that the child needs between fork() and exec(), where it must not allocate (but for a
// `preexec` of the program's).
struct Prepared {
    std::vector<std::string> candidates;
    std::vector<const char*> arguments, env;
    const char* cwd = nullptr;
    const ChildSetup* setup = nullptr;
    std::vector<gid_t> extra_groups;
    int standard[3] = {-1, -1, -1};
};

std::string path_of(const ChildSetup& setup) {
    constexpr std::string_view kName = "PATH=";
    if (setup.env) {
        for (const std::string& each : *setup.env)
            if (each.starts_with(kName)) return each.substr(kName.size());
    } else if (const char* path = std::getenv("PATH")) {
        return path;
    }
    return "/bin:/usr/bin";
}

std::vector<std::string> candidates_of(const ChildSetup& setup) {
    if (setup.executable.find('/') != std::string::npos) return {setup.executable};
    std::vector<std::string> candidates;
    std::istringstream path(path_of(setup));
    for (std::string folder; std::getline(path, folder, ':');)
        candidates.push_back(folder.empty() ? setup.executable : folder + "/" + setup.executable);
    return candidates;
}

std::vector<const char*> pointers_to(const std::vector<std::string>& texts) {
    std::vector<const char*> pointers;
    for (const std::string& text : texts) pointers.push_back(text.c_str());
    pointers.push_back(nullptr);
    return pointers;
}

void check_texts(const ChildSetup& setup) {
    const auto has_null = [](const std::string& text) { return text.find('\0') != std::string::npos; };
    if (std::any_of(setup.arguments.begin(), setup.arguments.end(), has_null) || has_null(setup.cwd) ||
        (setup.env && std::any_of(setup.env->begin(), setup.env->end(), has_null)))
        throw ValueError("embedded null byte");
}

// --- in the child ---

// From here on no descriptor is where another one must go.
int out_of_the_way(int fd) noexcept { return fd < 0 || fd > 2 ? fd : ::fcntl(fd, F_DUPFD_CLOEXEC, 3); }

void put_in_place(int fd, int place) noexcept {
    if (fd >= 0) ::dup2(fd, place);
}

// What the child is, besides its program, in Python's order. False: errno says why not.
bool take_on(const ChildSetup& setup, const std::vector<gid_t>& extra_groups) noexcept {
    if (setup.umask >= 0) ::umask(static_cast<mode_t>(setup.umask));
    for (int signal : {SIGPIPE, SIGXFSZ}) ::signal(signal, SIG_DFL);
    if (setup.start_new_session) ::setsid();
    const auto id = [](int number) { return static_cast<unsigned>(number); };
    return (!setup.process_group || ::setpgid(0, *setup.process_group) == 0) &&
           (extra_groups.empty() || ::setgroups(extra_groups.size(), extra_groups.data()) == 0) &&
           (!setup.group || ::setregid(id(*setup.group), id(*setup.group)) == 0) &&
           (!setup.user || ::setreuid(id(*setup.user), id(*setup.user)) == 0);
}

bool call_preexec(const ChildSetup& setup) noexcept {
    try {
        if (setup.preexec) setup.preexec();
        return true;
    } catch (...) {
        return false;
    }
}

// All are closed by exec() but the first three and `kept`.
void close_descriptors_but(const std::vector<int>& kept) noexcept {
    ::syscall(SYS_close_range, 3, UINT_MAX, 1u << 2);  // CLOSE_RANGE_CLOEXEC
    for (const int fd : kept) ::fcntl(fd, F_SETFD, 0);
}

[[noreturn]] void become_program(const Prepared& prepared, int errors) noexcept {
    Failure failure;
    errors = out_of_the_way(errors);
    int standard[3];
    for (int i = 0; i < 3; ++i) standard[i] = out_of_the_way(prepared.standard[i]);
    for (int i = 0; i < 3; ++i) put_in_place(standard[i], i);
    if (prepared.cwd && ::chdir(prepared.cwd) != 0) {
        failure = {Failure::chdir, errno};
    } else if (!take_on(*prepared.setup, prepared.extra_groups)) {
        failure = {Failure::setup, errno};
    } else if (!call_preexec(*prepared.setup)) {
        failure = {Failure::preexec, 0};
    } else {
        close_descriptors_but(prepared.setup->pass_fds);
        int first = 0;
        auto* const* arguments = const_cast<char* const*>(prepared.arguments.data());
        auto* const* env = prepared.env.empty() ? environ : const_cast<char* const*>(prepared.env.data());
        for (const std::string& candidate : prepared.candidates) {
            ::execve(candidate.c_str(), arguments, env);
            if (errno != ENOENT && errno != ENOTDIR && first == 0) first = errno;
        }
        failure = {Failure::exec, first ? first : errno};
    }
    [[maybe_unused]] const ssize_t written = ::write(errors, &failure, sizeof failure);
    ::_exit(255);
}

// --- in the parent ---

// Returns when the child has become the program, or could not.
Failure read_failure(int errors) {
    Failure failure;
    ssize_t got = 0;
    do got = ::read(errors, &failure, sizeof failure);
    while (got < 0 && errno == EINTR);
    return got == sizeof failure ? failure : Failure{};
}

int returncode_of(int status) { return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status); }

}  // namespace

int start_child(const ChildSetup& setup) {
    check_texts(setup);
    if (std::any_of(setup.pass_fds.begin(), setup.pass_fds.end(), [](int fd) { return fd < 0; }))
        throw ValueError("bad value(s) in fds_to_keep");
    Prepared prepared;
    prepared.candidates = candidates_of(setup);
    prepared.arguments = pointers_to(setup.arguments);
    if (setup.env) prepared.env = pointers_to(*setup.env);
    if (!setup.cwd.empty()) prepared.cwd = setup.cwd.c_str();
    prepared.setup = &setup;
    prepared.extra_groups.assign(setup.extra_groups.begin(), setup.extra_groups.end());
    const int standard[] = {setup.stdin_fd, setup.stdout_fd, setup.stderr_fd};
    std::copy(std::begin(standard), std::end(standard), prepared.standard);

    int errors[2];
    if (::pipe2(errors, O_CLOEXEC) != 0) throw_os_error(errno);
    const int pid = ::fork();
    if (pid == 0) become_program(prepared, errors[1]);
    const int fork_error = errno;
    ::close(errors[1]);
    const Failure failure = pid < 0 ? Failure{} : read_failure(errors[0]);
    ::close(errors[0]);
    if (pid < 0) throw_os_error(fork_error);
    if (failure.stage == Failure::none) return pid;
    reap(pid);
    switch (failure.stage) {
        case Failure::chdir: throw_os_error(failure.error_number, {}, setup.cwd);
        case Failure::preexec: throw SubprocessError("Exception occurred in preexec_fn.");
        case Failure::exec: throw_os_error(failure.error_number, {}, setup.executable);
        default: throw_os_error(failure.error_number);
    }
}

int open_pidfd(int pid) {
    const long fd = ::syscall(SYS_pidfd_open, pid, 0);
    if (fd < 0) throw_os_error(errno);
    return static_cast<int>(fd);
}

std::optional<int> reap(int pid) {
    int status = 0;
    pid_t ended = 0;
    do ended = ::waitpid(pid, &status, 0);
    while (ended < 0 && errno == EINTR);
    if (ended != pid) return std::nullopt;
    return returncode_of(status);
}

bool has_ended(int pid) noexcept {
    siginfo_t info{};
    return ::waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
           info.si_pid == pid;
}

}  // namespace asyncio::detail
