// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.setup;

/// Who may do what now.
enum Phase {
    /// There is no administrator; whoever has the code makes one.
    FIRST,

    /// The administrator goes on.
    GOING,

    /// Nobody sees anything.
    CLOSED
}
