// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap;

import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPResult;
import com.unboundid.ldap.sdk.experimental.DraftBeheraLDAPPasswordPolicy10ErrorType;
import com.unboundid.ldap.sdk.experimental.DraftBeheraLDAPPasswordPolicy10RequestControl;
import com.unboundid.ldap.sdk.experimental.DraftBeheraLDAPPasswordPolicy10ResponseControl;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a server's password policy says in its control: some say it nowhere else.
/// draft-behera-ldap-password-policy-10 §6.
final class PolicyAnswer {
    private PolicyAnswer() {}

    /// Asks for it. Servers that know no policies pass over it.
    static Control[] request() {
        return new Control[] {new DraftBeheraLDAPPasswordPolicy10RequestControl()};
    }

    static Optional<DraftBeheraLDAPPasswordPolicy10ErrorType> error(LDAPResult result) {
        try {
            @Nullable DraftBeheraLDAPPasswordPolicy10ResponseControl control =
                    DraftBeheraLDAPPasswordPolicy10ResponseControl.get(result);
            return control == null ? Optional.empty() : Optional.ofNullable(control.getErrorType());
        } catch (LDAPException malformed) {
            return Optional.empty();
        }
    }

    static String words(DraftBeheraLDAPPasswordPolicy10ErrorType error) {
        return switch (error) {
            case PASSWORD_EXPIRED -> "Password has expired";
            case ACCOUNT_LOCKED -> "Account is locked";
            case CHANGE_AFTER_RESET -> "Password must be changed";
            case PASSWORD_MOD_NOT_ALLOWED -> "Password may not be changed";
            case MUST_SUPPLY_OLD_PASSWORD -> "The old password must be given";
            case INSUFFICIENT_PASSWORD_QUALITY -> "Password is too easy to guess";
            case PASSWORD_TOO_SHORT -> "Password is too short";
            case PASSWORD_TOO_YOUNG -> "Password was changed too short a time ago";
            case PASSWORD_IN_HISTORY -> "Password is in history";
        };
    }
}
