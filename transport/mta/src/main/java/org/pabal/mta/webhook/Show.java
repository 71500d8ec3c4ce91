// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.webhook;

/// How much of a mail others see who may see a notification.
public enum Show {
    /// Sender, subject and first words.
    FULL,
    /// The sender.
    SENDER,
    /// That there is a new mail.
    NONE
}
