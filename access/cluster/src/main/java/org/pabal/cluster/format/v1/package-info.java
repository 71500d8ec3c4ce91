// SPDX-License-Identifier: Apache-2.0

/// The files of a member and what hosts send each other of them, version 1. See
/// `docs/formats/cluster-v1.md`.
@NullMarked
package org.pabal.cluster.format.v1;

import org.jspecify.annotations.NullMarked;
