// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.password;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.pabal.message.Address;
import org.pabal.sasl.SaslPassword;

/// Which new passwords are taken. Length and a list, no rules about kinds of characters.
public final class PasswordPolicy {
    /// The most frequent of eight characters and more in published leaks, in lower case.
    private static final Set<String> COMMON =
            Set.copyOf(
                    List.of(
                            """
                            00000000 01234567 0123456789 0987654321 102030405060 1029384756 11111111
                            111111111 1111111111 11223344 112233445566 12121212 123123123 123321123 12341234
                            1234512345 12345678 123456789 1234567890 1234567891 12345678910 123456789a
                            123456abc 1234abcd 123654789 123698745 1234qwer 123qweasd 123qwe123 1q2w3e4r
                            1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx 1qaz2wsx3edc 1qazxsw2 22222222 147258369
                            55555555 66666666 741852963 77777777 87654321 88888888 987654321 9876543210
                            99999999 a1234567 a12345678 a123456789 aa123456 aa12345678 abc12345 abc123456
                            abcd1234 abcdefgh abcdefg1 access14 adminadmin admin123 admin1234 administrator
                            alexander asd12345 asdasdasd asdf1234 asdfasdf asdfghjk asdfghjkl azertyuiop
                            babygirl1 babygirl baseball basketball blink182 butterfly carolina changeme
                            charlie1 cheese123 chocolate computer corvette dearbook december elizabeth
                            football football1 freedom1 friends1 garfield gfhjkmgfhjkm hello123 helloworld
                            iloveyou iloveyou1 internet jennifer jonathan jordan23 justin123 kimberly
                            letmein1 letmein123 liverpool loveyou1 manchester marlboro master123 maverick
                            mercedes metallica michelle midnight midnight1 minecraft monkey123 mustang1
                            newyork1 nicholas passw0rd password password! password0 password01 password1
                            password12 password123 password1234 password2 passwort patricia princess
                            princess1 q1w2e3r4 q1w2e3r4t5 q1w2e3r4t5y6 qazwsxedc qwer1234 qwerasdf qwerty12
                            qwerty123 qwerty1234 qwertyui qwertyuiop qweasdzxc rainbow1 samantha samsung1
                            scorpion secret123 security shadow123 snowball softball spiderman starwars
                            startfinding steelers sunshine sunshine1 superman superman1 temp1234 test1234
                            testtest thunder1 trustno1 unknown1 victoria welcome1 welcome123 whatever
                            william1 xbox360x yuantuo2012 zaq12wsx zaq1zaq1 zxcvbnm1 zxcvbnm123 zxcvbnmzxcvbnm
                            """
                                    .strip()
                                    .split("\\s+")));

    private final int minCharacters;

    public PasswordPolicy(int minCharacters) {
        this.minCharacters = minCharacters;
    }

    /// What speaks against the password, as a sentence that says what to do.
    public Optional<String> objection(Address address, String password) {
        if (password.codePointCount(0, password.length()) < minCharacters) {
            return Optional.of(
                    "the password is too short: use at least " + minCharacters + " characters");
        }
        if (SaslPassword.prepare(password).isEmpty()) {
            return Optional.of(
                    "the password is longer than "
                            + SaslPassword.MAX_OCTETS
                            + " octets or has characters that not every client can send; use"
                            + " letters, digits, signs and spaces");
        }
        String lower = password.toLowerCase(Locale.ROOT);
        if (COMMON.contains(lower) || lower.codePoints().distinct().count() < 3) {
            return Optional.of(
                    "the password is one of the first that are guessed; choose another, such as"
                            + " four random words");
        }
        Address name = address.lookupForm();
        if (lower.equals(name.localPart()) || lower.equals(name.toString())) {
            return Optional.of("the password is the account's own name; choose another");
        }
        return Optional.empty();
    }
}
