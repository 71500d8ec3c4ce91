// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox;

import java.time.Instant;

/// A message for APPEND.
public record NewMessage(StagedMessage message, Flags flags, Instant internalDate) {}
