// SPDX-License-Identifier: Apache-2.0

/// Mail from programs of this host: `sendmail`, `deliver` and what stands behind them in the server.
///
/// A program speaks with the server through a socket in a directory that users of this host may
/// enter, where the kernel tells who they are. One request is one {@link LocalRequest} and the
/// message. While no server answers, the same request becomes a file in the directory's `drop`, whose
/// owner says who it was. What has an id is submitted once, whichever way it comes: the id becomes
/// durable in the mail's own commit.
@NullMarked
package org.pabal.server.local;

import org.jspecify.annotations.NullMarked;
