#include "engine/system/pipe.h"

#include "engine/base/errors.h"

#include <fcntl.h>
#include <unistd.h>
#include <cerrno>

namespace asyncio {

void Pipe::Descriptor::close() noexcept {
    if (fd >= 0) ::close(std::exchange(fd, -1));
}

std::string Pipe::repr() const {
    return closed() ? "<Pipe closed>" : "<Pipe fd=" + std::to_string(fileno()) + ">";
}

std::pair<Pipe, Pipe> make_pipe() {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) throw_os_error(errno);
    return {Pipe(ends[0]), Pipe(ends[1])};
}

}  // namespace asyncio
