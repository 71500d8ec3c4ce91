// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli;

import picocli.CommandLine.Command;

/// `pabal mailbox`: what accounts keep.
@Command(name = "mailbox", subcommands = MailboxIndexCommand.class)
final class MailboxCommand {}
