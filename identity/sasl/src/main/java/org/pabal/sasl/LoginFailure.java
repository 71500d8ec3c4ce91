// SPDX-License-Identifier: Apache-2.0
package org.pabal.sasl;

/// Why a log-in came to nothing, as far as the owner of the account is told who looks for the cause. The
/// client at the door hears one text for all of them (THREATS A02).
public enum LoginFailure {
    /// The password is another.
    WRONG("wrong credentials"),

    /// An app password of this account, which was made for other services.
    APP_PASSWORD_ELSEWHERE("this app password is not good for"),

    APP_PASSWORD_EXPIRED("this app password has expired"),

    /// The main password, or another one, where app passwords alone are taken.
    APP_PASSWORDS_ONLY("this account takes app passwords only at"),

    /// The password was not looked at: there were too many wrong ones.
    TURNED_AWAY("turned away");

    private final String sentence;

    LoginFailure(String sentence) {
        this.sentence = sentence;
    }

    /// What the log says, or begins to say.
    public String sentence() {
        return sentence;
    }

    /// @param reason as the log has it
    static LoginFailure of(String reason) {
        for (LoginFailure each : values()) {
            if (each != WRONG && reason.contains(each.sentence)) {
                return each;
            }
        }
        return WRONG;
    }
}
