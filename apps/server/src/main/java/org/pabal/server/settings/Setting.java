// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.settings;

/// One key of the settings: its form, its default, and what it is for.
///
/// @param key as in the file, with dots: `tls.certificate`
/// @param preset the default, written as in the file; empty for "not set"
/// @param purpose one sentence for the reference
public record Setting<T>(String key, Form<T> form, String preset, String purpose) {

    /// The environment variable that overrides the file: `PABAL_TLS_CERTIFICATE`.
    public String environmentVariable() {
        return "PABAL_"
                + key.toUpperCase(java.util.Locale.ROOT).replace('.', '_').replace('-', '_');
    }
}
