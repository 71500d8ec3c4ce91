// SPDX-License-Identifier: Apache-2.0

/// What tests share: transcripts, a clock and randomness that repeat, sockets. Uses no module of ours.
@NullMarked
package org.pabal.testkit;

import org.jspecify.annotations.NullMarked;
