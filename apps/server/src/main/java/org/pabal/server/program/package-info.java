// SPDX-License-Identifier: Apache-2.0

/// Programs of others that this server runs: as processes of their own, with limits, without a
/// shell.
@NullMarked
package org.pabal.server.program;

import org.jspecify.annotations.NullMarked;
