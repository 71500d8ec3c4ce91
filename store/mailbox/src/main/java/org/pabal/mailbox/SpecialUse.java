// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox;

import org.pabal.directory.Language;

/// What a mailbox is for. RFC 6154 §2, RFC 8457 §3, draft-ietf-extra-sieve-snooze.
public enum SpecialUse {
    ARCHIVE("\\Archive"),
    DRAFTS("\\Drafts"),
    JUNK("\\Junk"),
    SENT("\\Sent"),
    TRASH("\\Trash"),
    /// No account has one from the beginning.
    IMPORTANT("\\Important"),
    /// Made when the first message is set aside.
    SNOOZED("\\Snoozed");

    private final String attribute;

    SpecialUse(String attribute) {
        this.attribute = attribute;
    }

    /// As LIST shows it.
    public String attribute() {
        return attribute;
    }

    /// What such a mailbox is called when it is made for somebody.
    public MailboxName nameIn(Language language) {
        return MailboxName.of(
                switch (language) {
                    case ENGLISH -> attribute.substring(1);
                    case KOREAN ->
                            switch (this) {
                                case ARCHIVE -> "보관함";
                                case DRAFTS -> "임시보관함";
                                case JUNK -> "스팸함";
                                case SENT -> "보낸편지함";
                                case TRASH -> "휴지통";
                                case IMPORTANT -> "중요편지함";
                                case SNOOZED -> "다시알림함";
                            };
                });
    }
}
