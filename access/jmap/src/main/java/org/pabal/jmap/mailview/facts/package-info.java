// SPDX-License-Identifier: Apache-2.0

/// What a reader should know of a mail besides its text: whether its sender is who it says, how to end a
/// subscription, why it is called spam. Read from what this server has found itself and keeps beside
/// the message, never from what a stranger may have written into it.
@NullMarked
package org.pabal.jmap.mailview.facts;

import org.jspecify.annotations.NullMarked;
