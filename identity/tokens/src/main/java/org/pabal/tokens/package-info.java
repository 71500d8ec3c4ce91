// SPDX-License-Identifier: Apache-2.0

/// Judges the bearer tokens of OAUTHBEARER and XOAUTH2 (RFC 7628, RFC 6750): by the provider's keys
/// ({@link org.pabal.tokens.SignedTokens}: JWT of RFC 7519 and RFC 9068, keys of RFC 7517) or by asking
/// the provider ({@link org.pabal.tokens.IntrospectedTokens}: RFC 7662).
///
/// What a token must say is in {@link org.pabal.tokens.TokenRules}. A provider that does not answer
/// makes log-ins fail for now, never for good (THREATS A13). Nothing in a token chooses a key's
/// source, a file or a URL: a key's name is looked up among the provider's keys and nowhere else
/// (THREATS A10).
@NullMarked
package org.pabal.tokens;

import org.jspecify.annotations.NullMarked;
