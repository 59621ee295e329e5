// The verdict on a program in which nothing can ever happen again. Private to the engine.
#pragma once

#include "engine/base/errors.h"

namespace asyncio::detail {

// To programs it is a RuntimeError.
class WaitsForEver final : public RuntimeError {
public:
    using RuntimeError::RuntimeError;
    std::string type_name() const override { return "RuntimeError"; }
};

}  // namespace asyncio::detail
