// Sends back what it gets, over TCP or TLS: echo_server [CERTIFICATE_CHAIN KEY]
#include "tests/real_peers/serving.h"

namespace {

asyncio::Coroutine<> echo(asyncio::StreamReader reader, asyncio::StreamWriter writer) {
    try {
        while (true) {
            const asyncio::Bytes data = co_await reader.read(65536);
            if (data.empty()) break;
            writer.write(data);
            co_await writer.drain();
        }
    } catch (const asyncio::ConnectionError&) {
        // The peer is gone: nobody is left to answer.
    }
    writer.close();
}

}  // namespace

int main(int argc, char** argv) {
    real_peers::raise_descriptor_limit();
    asyncio::run(real_peers::serve_until_stopped(echo, real_peers::context_of(argc, argv)));
}
