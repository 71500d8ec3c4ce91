// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda;

import org.pabal.directory.Account;
import org.pabal.message.Address;
import org.pabal.message.envelope.RecipientRequest;

/// For whom a copy is.
///
/// @param address by which the account was found, with its detail (RFC 5233) if it has one
/// @param original the address that the client named, which may be an alias
/// @param request what the client asked about its reports
public record LocalRecipient(
        Account account, Address address, String original, RecipientRequest request) {}
