// Protocols of the program over a pipe: what each end is told, and in which turn.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

#include <memory>
#include <string>

namespace conformance::pipe_protocols {
namespace {

using namespace asyncio;

class Reads : public Protocol {
public:
    explicit Reads(Future<> its_over) : over(its_over) {}
    void connection_made(Transport its_transport) override {
        transport = its_transport;
        log("reader made", transport.is_reading(), bool(transport.get_extra_info("pipe")));
    }
    void data_received(Bytes data) override { log("got", data.size(), Bytes(data.substr(0, 5))); }
    bool eof_received() override {
        log("eof");
        return false;
    }
    void connection_lost(std::exception_ptr exc) override {
        log("reader lost", exc);
        transport = {};
        over.set_result();
    }

    Future<> over;
    Transport transport;
};

class Writes : public Protocol {
public:
    explicit Writes(Future<> its_over) : over(its_over) {}
    void connection_made(Transport transport) override {
        log("writer made");
        transport.write("hello");
    }
    void pause_writing() override { log("pause"); }
    void resume_writing() override { log("resume"); }
    void connection_lost(std::exception_ptr exc) override {
        log("writer lost", exc);
        over.set_result();
    }

    Future<> over;
};

struct Ends {
    Ends() = default;
    Transport source, sink;
    std::shared_ptr<Reads> reads;
    std::shared_ptr<Writes> writes;
};

Coroutine<Ends> connect() {
    auto& loop = get_running_loop();
    const auto [reading, writing] = make_pipe();
    const auto read_over = loop.create_future(), write_over = loop.create_future();
    const auto make_reads = [&] { return std::make_shared<Reads>(read_over); };
    const auto make_writes = [&] { return std::make_shared<Writes>(write_over); };
    Ends ends;
    std::tie(ends.source, ends.reads) = co_await loop.connect_read_pipe(make_reads, reading);
    std::tie(ends.sink, ends.writes) = co_await loop.connect_write_pipe(make_writes, writing);
    co_return ends;
}

Coroutine<> talk() {
    const Ends ends = co_await connect();
    const auto& [source, sink, reads, writes] = ends;
    log(source.get_protocol() == reads, sink.get_protocol() == writes, reads->transport == source);
    co_await sleep(0);
    source.pause_reading();
    log(source.is_reading(), sink.can_write_eof());
    sink.write(std::string(200000, 'x'));
    co_await sleep(1);
    source.resume_reading();
    co_await sleep(1);
    sink.writelines({"one", "two"});
    sink.write_eof();
    co_await reads->over;
    co_await writes->over;
    log(source.is_closing(), sink.is_closing());
}

Coroutine<> reader_goes() {
    const Ends ends = co_await connect();
    co_await sleep(1);
    ends.source.close();
    co_await ends.reads->over;
    co_await ends.writes->over;
}

Coroutine<> writer_aborts() {
    const Ends ends = co_await connect();
    ends.sink.abort();
    co_await ends.writes->over;
    co_await ends.reads->over;
}

Coroutine<> switched() {
    auto& loop = get_running_loop();
    const auto [reading, writing] = make_pipe();
    const auto [source, quiet] = co_await loop.connect_read_pipe(make_protocol<Protocol>, reading);
    const auto [sink, unused] = co_await loop.connect_write_pipe(make_protocol<Protocol>, writing);
    const auto over = loop.create_future();
    source.set_protocol(std::make_shared<Reads>(over));
    sink.write("switched");
    co_await sleep(1);
    sink.close();
    co_await over;
}

Coroutine<> main_() {
    log("talk");
    co_await talk();
    log("reader_goes");
    co_await reader_goes();
    log("writer_aborts");
    co_await writer_aborts();
    log("switched");
    co_await switched();
}

const Case kCase("pipe_protocols", main_);

}  // namespace
}  // namespace conformance::pipe_protocols
