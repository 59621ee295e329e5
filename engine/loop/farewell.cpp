#include "engine/loop/farewell.h"

namespace asyncio::detail {

namespace {

thread_local int farewells = 0;

}  // namespace

Farewell::Farewell() noexcept { ++farewells; }
Farewell::~Farewell() { --farewells; }
bool Farewell::is_taken() noexcept { return farewells > 0; }

}  // namespace asyncio::detail
