// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox;

/// The id of a mailbox within its account; never used again and kept by a rename. RFC 8474 §4.
public record MailboxId(long value) {}
