// Stream readers without a connection: the program feeds them.
#include "tests/random_programs/interpreter.h"

namespace random_programs {

const Subject& readers() {
    static const Subject subject = {
        .at_once =
            {
                {"feed",
                 [](Program& p, const Node& n) { p.world.readers[number(n[1])].feed_data(text(n[2])); }},
                {"feed_eof", [](Program& p, const Node& n) { p.world.readers[number(n[1])].feed_eof(); }},
                {"reader_error",
                 [](Program& p, const Node& n) {
                     p.world.readers[number(n[1])].set_exception(make_error(text(n[2]), "reader"));
                 }},
            },
        .waiting = {},
        .coroutines =
            {
                {"readline",
                 [](Program& p, const Node& n) { return valued(p.world.readers[number(n[1])].readline()); }},
                {"readuntil",
                 [](Program& p, const Node& n) {
                     return valued(p.world.readers[number(n[1])].readuntil(";"));
                 }},
                {"readexactly",
                 [](Program& p, const Node& n) {
                     return valued(p.world.readers[number(n[1])].readexactly(n[2].get<int>()));
                 }},
                {"read",
                 [](Program& p, const Node& n) {
                     return valued(p.world.readers[number(n[1])].read(n[2].get<int>()));
                 }},
            },
    };
    return subject;
}

}  // namespace random_programs
