// SPDX-License-Identifier: Apache-2.0

/// Import/*: the mail of another server is brought into an account, by a job that lives until it is
/// done.
///
/// A job is a document of its account, and every commit that files messages says in the same commit how
/// far it has come: of each mailbox the UIDVALIDITY and the last UID. What a crash leaves goes on from
/// there, and no message comes twice. What an account has already is passed over by the rule of the
/// pages' import of files: the same Message-ID and size in the same mailbox, or, without a Message-ID,
/// the same date and size.
///
/// A password or token is kept in the job's document, as clear as other secrets of accounts are, and is
/// taken out of it by the commit that ends the job. Nobody is ever shown it.
@NullMarked
package org.pabal.jmap.imports;

import org.jspecify.annotations.NullMarked;
