// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.webhook;

import java.net.URI;

/// Where and how an account's owner wants to be told of new mail.
///
/// @param url `https:`
/// @param template of {@link Format#TEMPLATE}; empty for the others
/// @param secret signs what is sent; empty where nothing is signed
public record Webhook(
        String id,
        String name,
        URI url,
        Format format,
        String template,
        String secret,
        boolean enabled,
        NoticeRules rules) {

    /// What is posted.
    public enum Format {
        /// One object with what is known of the mail.
        JSON,
        /// `value1`, `value2`, `value3`: sender, subject, first words.
        VALUES,
        /// Text, and its title in a field: as ntfy takes it.
        NTFY,
        /// JSON of the owner's with names in it.
        TEMPLATE
    }

    /// The same, told of mail or not.
    public Webhook enabled(boolean wanted) {
        return new Webhook(id, name, url, format, template, secret, wanted, rules);
    }

    @Override
    public String toString() {
        return "webhook " + id;
    }
}
