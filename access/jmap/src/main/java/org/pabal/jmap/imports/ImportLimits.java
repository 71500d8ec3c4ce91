// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.imports;

import java.time.Duration;

/// What bounds imports.
///
/// @param atOnce that work at the same time
/// @param atOncePerServer of these with the same server
/// @param maxMessageOctets of one message
/// @param giveUpAfter so long without a message a job that waits is over
public record ImportLimits(
        int atOnce, int atOncePerServer, long maxMessageOctets, Duration giveUpAfter) {}
