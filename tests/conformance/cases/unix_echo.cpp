// Streams over a unix socket: the path as address, an empty peername.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

#include <cstdlib>
#include <filesystem>

namespace conformance::unix_echo {
namespace {

// A folder that goes with its content, as Python's TemporaryDirectory.
class TemporaryDirectory {
public:
    TemporaryDirectory() : path_(std::filesystem::temp_directory_path() / "unix_echo_XXXXXX") {
        if (!mkdtemp(path_.data())) throw asyncio::OSError("no folder");
    }
    TemporaryDirectory(const TemporaryDirectory&) = delete;
    TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
    ~TemporaryDirectory() { std::filesystem::remove_all(path_); }
    const std::string& path() const { return path_; }

private:
    std::string path_;
};

asyncio::Coroutine<> serve(asyncio::StreamReader reader, asyncio::StreamWriter writer) {
    log("peername", asyncio::repr(writer.get_extra_info("peername")));
    const asyncio::Bytes line = co_await reader.readline();
    writer.write(line.upper());
    writer.close();
}

asyncio::Coroutine<> main_() {
    const TemporaryDirectory folder;
    const std::string path = folder.path() + "/socket";
    auto server = co_await asyncio::start_unix_server(serve, path);
    auto [reader, writer] = co_await asyncio::open_unix_connection(path);
    log("peername is the path", writer.get_extra_info("peername") == path);
    writer.write("hello\n");
    log(co_await reader.read());
    writer.close();
    co_await writer.wait_closed();
    server.close();
    co_await server.wait_closed();
    log("socket file exists", std::filesystem::exists(path));
}

const Case kCase("unix_echo", main_);

}  // namespace
}  // namespace conformance::unix_echo
