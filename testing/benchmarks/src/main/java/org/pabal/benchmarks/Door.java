// SPDX-License-Identifier: Apache-2.0
package org.pabal.benchmarks;

import java.util.List;

/// What mail is brought by.
enum Door {
    SMTP("EHLO", List.of()),
    LMTP("LHLO", List.of("-L"));

    private final String greeting;
    private final List<String> options;

    Door(String greeting, List<String> options) {
        this.greeting = greeting;
        this.options = options;
    }

    String greeting() {
        return greeting;
    }

    /// Of smtp-source.
    List<String> options() {
        return options;
    }

    int port(Peer peer) {
        return this == SMTP ? peer.smtpPort() : peer.lmtpPort();
    }
}
