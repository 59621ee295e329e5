// The members of EventLoop that make connections. What they do is in engine/streams, whose headers define
// them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace asyncio {

template <class T>
class Coroutine;
class DatagramTransport;
class Pipe;
class ReadTransport;
class Server;
class Socket;
class StreamReader;
class StreamWriter;
class SubprocessTransport;
class Transport;
class BaseProtocol;
class SocketArgument;
namespace ssl {
class SSLContext;
}
struct AcceptedOptions;
struct Address;
struct Bytes;
struct DatagramOptions;
struct LoopTlsOptions;
struct SendfileOptions;
struct ServerOptions;
struct StreamOptions;
struct SubprocessProtocolOptions;
struct UnixServerOptions;
struct UnixStreamOptions;

namespace detail {

struct FileArgument;

// Echo, of a function that gives a std::shared_ptr<Echo>.
template <class F>
using ProtocolOf = typename std::invoke_result_t<std::decay_t<F>&>::element_type;

// `factory` is a function without arguments that makes a protocol, `[] { return std::make_shared<Echo>(); }`
// or `make_protocol<Echo>`: a Protocol or a BufferedProtocol. All are asyncio's, and throw what the functions
// of streams throw that have such arguments: open_connection.h, start_server.h; and what the factory throws.
class LoopConnections {
public:
    // transport and protocol
    template <class F>
    using Connected = Coroutine<std::pair<Transport, std::shared_ptr<ProtocolOf<F>>>>;

    // Declared in create_connection.h.
    template <class F>
    Connected<F> create_connection(F&& factory, std::string host, int port);
    template <class F>
    Connected<F> create_connection(F&& factory, std::string host, int port, StreamOptions options);
    template <class F>
    Connected<F> create_connection(F&& factory, Address address);
    template <class F>
    Connected<F> create_connection(F&& factory, Address address, StreamOptions options);
    // Over `options.sock`.
    template <class F>
    Connected<F> create_connection(F&& factory, StreamOptions options);
    template <class F>
    Connected<F> create_unix_connection(F&& factory, std::string path);
    template <class F>
    Connected<F> create_unix_connection(F&& factory, std::string path, UnixStreamOptions options);
    template <class F>
    Connected<F> create_unix_connection(F&& factory, UnixStreamOptions options);

    // A connection that was accepted outside of asyncio: the server's end of it, which takes `sock` over.
    template <class F>
    Connected<F> connect_accepted_socket(F&& factory, SocketArgument sock);
    template <class F>
    Connected<F> connect_accepted_socket(F&& factory, SocketArgument sock, AcceptedOptions options);

    // Over a pipe, a socket or a terminal, which their transport closes: protocols, or streams, for which
    // `limit` says how many bytes a line may have. Throw ValueError for what is none of these, e.g. a regular
    // file. Declared in pipes.h.
    template <class F>
    requires std::is_invocable_v<F&> Connected<F> connect_read_pipe(F&& factory, Pipe pipe);
    template <class F>
    requires std::is_invocable_v<F&> Connected<F> connect_write_pipe(F&& factory, Pipe pipe);
    Coroutine<std::pair<StreamReader, ReadTransport>> connect_read_pipe(Pipe pipe,
                                                                        std::int64_t limit = 64 * 1024);
    Coroutine<StreamWriter> connect_write_pipe(Pipe pipe);

    // A child process, whose protocol is told what comes from it; its pipes are PIPE by default. `arguments`:
    // the program and its arguments. The factory makes a SubprocessProtocol. All throw what
    // create_subprocess_exec() throws. Declared in subprocess.h.
    template <class F>
    using Child = Coroutine<std::pair<SubprocessTransport, std::shared_ptr<ProtocolOf<F>>>>;
    template <class F>
    Child<F> subprocess_exec(F&& factory, std::vector<std::string> arguments,
                             SubprocessProtocolOptions options);
    // ... with each argument by itself, of which the last may be SubprocessProtocolOptions; in braces after
    // up to four.
    template <class F, class... More>
    Child<F> subprocess_exec(F&& factory, std::string program, const More&... more);
    template <class F>
    Child<F> subprocess_exec(F&& factory, std::string program, SubprocessProtocolOptions options);
    template <class F>
    Child<F> subprocess_exec(F&& factory, std::string program, std::string a,
                             SubprocessProtocolOptions options);
    template <class F>
    Child<F> subprocess_exec(F&& factory, std::string program, std::string a, std::string b,
                             SubprocessProtocolOptions options);
    template <class F>
    Child<F> subprocess_exec(F&& factory, std::string program, std::string a, std::string b, std::string c,
                             SubprocessProtocolOptions options);
    template <class F>
    Child<F> subprocess_shell(F&& factory, std::string command);
    template <class F>
    Child<F> subprocess_shell(F&& factory, std::string command, SubprocessProtocolOptions options);

    // Makes a connection secure: the transport that `protocol`, which is not told that a connection was made,
    // is to use from now on. Both ends must have agreed to begin. Throws ssl::SSLError, TypeError for a
    // transport that cannot. For that of a stream: StreamWriter::start_tls().
    Coroutine<Transport> start_tls(Transport transport, std::shared_ptr<BaseProtocol> protocol,
                                   ssl::SSLContext sslcontext);
    Coroutine<Transport> start_tls(Transport transport, std::shared_ptr<BaseProtocol> protocol,
                                   ssl::SSLContext sslcontext, LoopTlsOptions options);

    // Sends a file, a descriptor or a std::FILE* that must live until then, from `offset` to its end or at
    // most `count` bytes: how many. The file stands behind them then. Nobody may write meanwhile:
    // RuntimeError. Throws OSError, ValueError for what is no number of bytes. Declared in sendfile.h.
    Coroutine<std::size_t> sendfile(Transport transport, FileArgument file, std::int64_t offset = 0,
                                    std::optional<std::int64_t> count = std::nullopt);
    Coroutine<std::size_t> sendfile(Transport transport, FileArgument file, SendfileOptions options);

    // Each connection gets a protocol of its own. `host`: a name, "" or std::nullopt for all interfaces, or a
    // std::vector of names. Declared in create_server.h.
    template <class F, class Host>
    Coroutine<Server> create_server(F&& factory, Host host, int port);
    template <class F, class Host>
    Coroutine<Server> create_server(F&& factory, Host host, int port, ServerOptions options);
    // On `options.sock`.
    template <class F>
    Coroutine<Server> create_server(F&& factory, ServerOptions options);
    template <class F>
    Coroutine<Server> create_unix_server(F&& factory, std::string path);
    template <class F>
    Coroutine<Server> create_unix_server(F&& factory, std::string path, UnixServerOptions options);
    template <class F>
    Coroutine<Server> create_unix_server(F&& factory, UnixServerOptions options);

    // transport and protocol
    template <class F>
    using Endpoint = Coroutine<std::pair<DatagramTransport, std::shared_ptr<ProtocolOf<F>>>>;

    // The factory makes a DatagramProtocol. Throws OSError if no address can be bound; ValueError for options
    // that do not go together. Declared in datagrams.h.
    template <class F>
    Endpoint<F> create_datagram_endpoint(F&& factory, DatagramOptions options);

    // On sockets of the program's own, which no transport may have. All throw OSError. Declared in socket.h.
    // At most `n` bytes; none at the end of the stream.
    Coroutine<Bytes> sock_recv(Socket socket, std::size_t n);
    // The same into `buffer`, which must live until then: how many.
    Coroutine<std::size_t> sock_recv_into(Socket socket, std::span<char> buffer);
    Coroutine<std::pair<Bytes, Address>> sock_recvfrom(Socket socket, std::size_t bufsize);
    // `nbytes` of 0: as much as the buffer holds.
    Coroutine<std::pair<std::size_t, Address>> sock_recvfrom_into(Socket socket, std::span<char> buf,
                                                                  std::size_t nbytes = 0);
    // All of it. How much was sent is not known if it fails or is cancelled.
    Coroutine<void> sock_sendall(Socket socket, Bytes data);
    Coroutine<std::size_t> sock_sendto(Socket socket, Bytes data, Address address);
    // As sendfile(); the socket is a stream's.
    Coroutine<std::size_t> sock_sendfile(Socket socket, FileArgument file, std::int64_t offset = 0,
                                         std::optional<std::int64_t> count = std::nullopt);
    Coroutine<std::size_t> sock_sendfile(Socket socket, FileArgument file, SendfileOptions options);
    Coroutine<void> sock_connect(Socket socket, Address address);
    // Of a listening socket: a connection, and who it is.
    Coroutine<std::pair<Socket, Address>> sock_accept(Socket socket);

protected:
    ~LoopConnections() = default;
};

}  // namespace detail
}  // namespace asyncio
