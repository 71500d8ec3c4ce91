// SPDX-License-Identifier: Apache-2.0

/// Whose mail a person wants in any case, and whose not at all: `SenderSetting`, of the capability
/// `urn:pabal:params:jmap:senders`. It is the account's part of the spam filter's lists, the same that
/// administrators see and change.
@NullMarked
package org.pabal.jmap.sender;

import org.jspecify.annotations.NullMarked;
