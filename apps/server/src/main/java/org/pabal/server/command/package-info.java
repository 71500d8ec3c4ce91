// SPDX-License-Identifier: Apache-2.0

/// The commands that are the server or open its store: `serve`, `demo`, `config`, and the way from
/// the command line to a running server or to the store itself.
@NullMarked
package org.pabal.server.command;

import org.jspecify.annotations.NullMarked;
