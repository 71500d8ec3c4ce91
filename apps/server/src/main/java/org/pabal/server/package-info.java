// SPDX-License-Identifier: Apache-2.0

/// The program: {@link Main} reads the command line; `command` has the commands that are the server
/// or open its store, `composition` joins the parts, `settings` is what the operator sets.
@NullMarked
package org.pabal.server;

import org.jspecify.annotations.NullMarked;
