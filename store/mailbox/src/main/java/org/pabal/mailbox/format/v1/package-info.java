// SPDX-License-Identifier: Apache-2.0

/// Keys and records of the mailbox model as octets, version 1: docs/formats/mailbox-v1.md.
///
/// Every record begins with an octet that tells its version. A record that cannot be read is
/// reported as {@link org.pabal.mailbox.format.v1.BrokenRecordException}, never guessed at.
@NullMarked
package org.pabal.mailbox.format.v1;

import org.jspecify.annotations.NullMarked;
