// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The provider whose bearer tokens log people in: `oauth.*`.
public final class OauthTable {
    static final Section SECTION = new Section();

    public static final Setting<String> OAUTH_ISSUER =
            SECTION.add(
                    "oauth.issuer",
                    Form.TEXT,
                    "",
                    "The provider whose bearer tokens log people in (OAUTHBEARER, XOAUTH2), as it"
                            + " writes itself in `iss`: `https://id.example.org/realms/staff`. Its keys"
                            + " are found by its metadata; no tokens are taken when nothing of `oauth`"
                            + " is set.");
    public static final Setting<List<String>> OAUTH_AUDIENCE =
            SECTION.add(
                    "oauth.audience",
                    Form.LIST,
                    "",
                    "Whom a token must be for (`aud`), one of these: the name of this mail system at"
                            + " the provider.");
    public static final Setting<String> OAUTH_CLAIM =
            SECTION.add(
                    "oauth.claim",
                    Form.TEXT,
                    "email",
                    "The claim that names the account, as a log-in name would: `email`,"
                            + " `preferred_username`, `sub` or another.");
    public static final Setting<List<String>> OAUTH_SCOPE =
            SECTION.add(
                    "oauth.scope",
                    Form.LIST,
                    "",
                    "Scopes that a token must have, all of them; clients are told to ask for them.");
    public static final Setting<String> OAUTH_JWKS_URL =
            SECTION.add(
                    "oauth.jwks-url",
                    Form.TEXT,
                    "",
                    "Where the provider's keys are, when its metadata do not say it: an https URL.");
    public static final Setting<String> OAUTH_INTROSPECTION_URL =
            SECTION.add(
                    "oauth.introspection-url",
                    Form.TEXT,
                    "",
                    "Where the provider judges tokens that are no JWT (RFC 7662): an https URL. It is"
                            + " asked about each token at most once a minute, in place of using its"
                            + " keys.");
    public static final Setting<String> OAUTH_CLIENT_ID =
            SECTION.add(
                    "oauth.client-id",
                    Form.TEXT,
                    "",
                    "This server's name as a client of the provider, for introspection.");
    public static final Setting<Optional<Path>> OAUTH_CLIENT_SECRET =
            SECTION.add(
                    "oauth.client-secret-file",
                    Form.FILE,
                    "",
                    "The file with the secret that belongs to `oauth.client-id`; readable by its owner"
                            + " only.");
    public static final Setting<Optional<Path>> OAUTH_AUTHORITIES =
            SECTION.add(
                    "oauth.authorities",
                    Form.FILE,
                    "",
                    "PEM file with the authorities that vouch for the provider's certificate, alone;"
                            + " those of the Java runtime when not set.");

    private OauthTable() {}
}
