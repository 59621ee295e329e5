// Protocols: classes of a program whose methods its transports call.
#pragma once

#include "engine/base/bytes.h"
#include "engine/streams/transport.h"

#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <span>

namespace asyncio {

// What all protocols are told. The loop calls all their methods; what one throws goes to the loop's exception
// handler, and closes the connection if it was about bytes that came.
class BaseProtocol {
public:
    virtual ~BaseProtocol() = default;

    // The connection is gone: `exc` is what it failed with, null if one of both sides has closed it. The last
    // call.
    virtual void connection_lost(std::exception_ptr /*exc*/) {}
    // The transport's buffer is above its high mark; and at or below its low one again.
    virtual void pause_writing() {}
    virtual void resume_writing() {}
};

// Is given bytes as they come.
class Protocol : public BaseProtocol {
public:
    // The first call. Who wants to write keeps the transport.
    virtual void connection_made(Transport /*transport*/) {}
    virtual void data_received(Bytes /*data*/) {}
    // The other side has ended its direction. True keeps the connection open, to write; false closes it.
    virtual bool eof_received() { return false; }
};

// Has bytes written into a buffer of its own.
class BufferedProtocol : public BaseProtocol {
public:
    virtual void connection_made(Transport /*transport*/) {}
    // Where the next bytes go, which must not be empty. `sizehint`: how many are expected, -1 if that is not
    // known. Must be valid until buffer_updated().
    virtual std::span<char> get_buffer(std::int64_t sizehint) = 0;
    // So many bytes were written to its beginning.
    virtual void buffer_updated(std::size_t nbytes) = 0;
    virtual bool eof_received() { return false; }
};

// A factory of protocols without arguments: `loop.create_server(make_protocol<Echo>, "127.0.0.1", 0)`.
template <class P>
std::shared_ptr<P> make_protocol() {
    return std::make_shared<P>();
}

}  // namespace asyncio
