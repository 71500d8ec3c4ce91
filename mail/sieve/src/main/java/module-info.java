// SPDX-License-Identifier: Apache-2.0

/// Sieve: grammar, checks, run. It yields actions and performs none.
module org.pabal.sieve {
    requires static org.jspecify;
    requires transitive org.pabal.message;

    exports org.pabal.sieve;
    exports org.pabal.sieve.language;
}
