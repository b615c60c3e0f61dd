// SPDX-License-Identifier: Apache-2.0
//
// PostgreSQL's C client library, found by pkg-config.
#include <libpq-fe.h>
