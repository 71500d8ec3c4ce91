// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.command;

/// A command with the tag that its response repeats; `*` where the tag could not be read.
public record TaggedCommand(String tag, ImapCommand command) {}
