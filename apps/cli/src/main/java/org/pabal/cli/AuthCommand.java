// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli;

import picocli.CommandLine.Command;

/// `pabal auth`: what is known of the senders of mail.
@Command(name = "auth", subcommands = ForwarderCommand.class)
final class AuthCommand {}
