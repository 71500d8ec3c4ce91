// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What a `.forward` or a `.qmail` file says, in Sieve. Any text gives a script or reasons, never an
/// exception; what cannot be said in Sieve leaves the message in INBOX as well.
///
/// @param addresses to which the mail goes on
/// @param keeps the account keeps a copy
/// @param left what could not be taken, each with its line and what to do
record ForwardScript(Set<String> addresses, boolean keeps, List<String> left) {
    /// What Sieve does for one mail at most.
    private static final int MOST_REDIRECTS = 4;

    /// @param account whose file it is
    static ForwardScript ofForward(String text, String account) {
        Reading reading = new Reading(account);
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (!line.strip().startsWith("#")) {
                for (String target : targets(line)) {
                    reading.take(number, target, target.startsWith("\""));
                }
            }
        }
        return reading.result(true);
    }

    /// A file of comments alone throws the mail away; an empty one keeps it. dot-qmail(5)
    ///
    /// @param account whose file it is
    static ForwardScript ofQmail(String text, String account) {
        Reading reading = new Reading(account);
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            String target = line.stripTrailing();
            if (!target.isEmpty() && !target.startsWith("#")) {
                reading.take(number, target.startsWith("&") ? target.substring(1) : target, false);
            }
        }
        return reading.result(text.isBlank());
    }

    /// At commas outside of quotes.
    private static List<String> targets(String line) {
        List<String> targets = new ArrayList<>();
        StringBuilder target = new StringBuilder();
        boolean quoted = false;
        for (int at = 0; at < line.length(); at++) {
            char c = line.charAt(at);
            quoted ^= c == '"';
            if (c == ',' && !quoted) {
                targets.add(target.toString().strip());
                target.setLength(0);
            } else {
                target.append(c);
            }
        }
        targets.add(target.toString().strip());
        targets.removeIf(String::isEmpty);
        return targets;
    }

    /// One file being read, on one thread.
    private static final class Reading {
        private final String account;
        private final Set<String> addresses = new LinkedHashSet<>();
        private final List<String> left = new ArrayList<>();
        private boolean keeps;
        private boolean any;

        Reading(String account) {
            this.account = account.toLowerCase(Locale.ROOT);
        }

        void take(int line, String target, boolean quoted) {
            any = true;
            String plain =
                    quoted && target.length() > 1 && target.endsWith("\"")
                            ? target.substring(1, target.length() - 1)
                            : target;
            if (plain.startsWith("|")) {
                leave(line, plain, "put the program into sieve.program-dir and write pipe");
            } else if (plain.equals("./Maildir/") || plain.equals("./Mailbox")) {
                keeps = true;
            } else if (plain.startsWith("/") || plain.startsWith("./")) {
                leave(line, plain, "write fileinto, or make it a route maildir: or mbox:");
            } else if (plain.startsWith(":")) {
                leave(line, plain, "name its addresses by pabal alias add");
            } else {
                address(line, plain.startsWith("\\") ? plain.substring(1) : plain);
            }
        }

        private void address(int line, String text) {
            String address =
                    text.indexOf('@') < 0 ? text + account.substring(account.indexOf('@')) : text;
            if (!address.matches("[^\\s@\"\\\\<>()]+@[^\\s@\"\\\\<>()]+")) {
                leave(line, text, "this is not an address");
            } else if (address.equalsIgnoreCase(account)) {
                keeps = true;
            } else if (addresses.size() == MOST_REDIRECTS) {
                leave(line, text, "for more than four addresses use pabal alias add");
            } else {
                addresses.add(address);
            }
        }

        private void leave(int line, String text, String hint) {
            left.add(line + ": " + text.replaceAll("\\p{Cntrl}", "?") + ": " + hint);
        }

        /// @param keepsNothingSaid what a file without targets means
        ForwardScript result(boolean keepsNothingSaid) {
            boolean keep = keeps || !left.isEmpty() || !any && keepsNothingSaid;
            return new ForwardScript(addresses, keep, List.copyOf(left));
        }
    }

    /// There is something that would not happen without a script.
    boolean isWorthAScript() {
        return !addresses.isEmpty() || !keeps;
    }

    /// The commands, each on a line of its own.
    String commands(String indent) {
        StringBuilder text = new StringBuilder();
        for (String address : addresses) {
            text.append(indent).append("redirect \"").append(address).append("\";\n");
        }
        if (keeps) {
            text.append(indent).append("keep;\n");
        } else if (addresses.isEmpty()) {
            text.append(indent).append("discard;\n");
        }
        return text.toString();
    }
}
