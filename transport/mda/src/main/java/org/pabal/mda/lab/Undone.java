// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.lab;

/// What undoing a batch came to.
///
/// @param restored messages that are where and as they were
/// @param gone messages that are not where the batch had put them any more
public record Undone(Batch batch, long restored, long gone) {}
