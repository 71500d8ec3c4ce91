// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.move;

/// What a source says of a move when the target asks.
enum SourceState {
    COPYING,
    CANCELLED,
    DECIDED,
    /// It has no such move.
    UNKNOWN
}
