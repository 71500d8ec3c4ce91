// SPDX-License-Identifier: Apache-2.0

/// One file per command: what was said, its grammar, its effect. RFC 9051 §6.
///
/// The state that a command needs is the interface it implements; the session checks once. A command
/// is done when its change is durable: `OK` is a promise.
@NullMarked
package org.pabal.imap.command;

import org.jspecify.annotations.NullMarked;
