#include "viz/program/child.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <system_error>

namespace loopscope::program {

namespace {

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
    std::vector<char*> pointers;
    for (std::string& text : texts) pointers.push_back(text.data());
    pointers.push_back(nullptr);
    return pointers;
}

// What fork() makes of a program with threads may do little before it becomes another: no memory is taken
// here, and nothing is said but by errno.
struct Beginning {
    char* const* command;
    char* const* environment;
    const char* complaints;  // null: none
    bool foreground;
    pid_t parent;
    int told;  // takes errno

    [[noreturn]] void become() const {
        prepare();
        execvpe(command[0], command, environment);
        const int why = errno;
        [[maybe_unused]] const ssize_t written = write(told, &why, sizeof why);
        _exit(127);
    }

    void prepare() const {
        if (!foreground) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            if (getppid() != parent) _exit(127);  // it was too late to hear of it
        }
        for (const int signal : {SIGINT, SIGTERM})
            if (foreground) std::signal(signal, SIG_DFL);
        sigset_t none;
        sigemptyset(&none);
        sigprocmask(SIG_SETMASK, &none, nullptr);
        if (complaints == nullptr) return;
        const int file = open(complaints, O_WRONLY | O_CREAT | O_TRUNC, 0600);
        if (file >= 0) dup2(file, STDERR_FILENO);
        if (file > STDERR_FILENO) close(file);
    }
};

// Waits until the child has become its program, which says nothing.
bool says_why(int told, int& why) {
    ssize_t count = 0;
    do {
        count = read(told, &why, sizeof why);
    } while (count < 0 && errno == EINTR);
    return count > 0;
}

}  // namespace

pid_t start_child(const ChildStart& start) {
    std::vector<std::string> command = start.command, environment = start.environment;
    const std::vector<char*> arguments = pointers_to(command), variables = pointers_to(environment);
    int told[2] = {};
    if (pipe2(told, O_CLOEXEC) != 0) throw std::system_error(errno, std::generic_category());
    const Beginning beginning{
        arguments.data(), variables.data(), start.complaints.empty() ? nullptr : start.complaints.c_str(),
        start.foreground, getpid(),         told[1]};
    // Our handlers are ours: no signal may find them in the child.
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    const pid_t child = fork();
    if (child == 0) beginning.become();
    int why = child < 0 ? errno : 0;
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    close(told[1]);
    if (child > 0 && says_why(told[0], why)) waitpid(child, nullptr, 0);
    close(told[0]);
    if (why != 0) throw std::system_error(why, std::generic_category());
    return child;
}

}  // namespace loopscope::program
