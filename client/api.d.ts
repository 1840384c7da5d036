// Made by "npm run client" from the OpenAPI document; what is changed here by hand is lost.

export interface paths {
    "/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who did what: deeds by name, the latest first, for operators and auditors */
        get: operations["listAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/central-ids/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What an identifier of the central platform stands for; it is never forgotten */
        get: operations["getCentralId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/datasets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Search datasets, series and data services */
        get: operations["searchDatasets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/datasets/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One record, now or as it was published once */
        get: operations["getDataset"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/datasets/{id}/quality": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Quality of the description: the EU score (MQA), the health-aware score and what would gain most; apart from them what the health data access body says of label and holder */
        get: operations["getQuality"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/datasets/{id}/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Validation report of the published version */
        get: operations["getReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/datasets/{id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Published versions of a record, with their times, causes and runs, and what else happened to it */
        get: operations["listVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/datasets/{id}/versions/{n}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One published version, with what it changed, field by field */
        get: operations["getVersion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/deeds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What operators have asked for that could not begin at once, the latest first */
        get: operations["listDeeds"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/deeds/{deed}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A deed that waits for its turn, and what became of it */
        get: operations["getDeed"];
        put?: never;
        post?: never;
        /** Take a deed out of the line before it begins */
        delete: operations["leaveLine"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/federation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How we stand with the EU catalogue */
        get: operations["getFederation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/federation/outcomes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The dispatcher tells what became of a message; a repetition changes nothing */
        post: operations["tellOutcome"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/federation/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send nothing to the EU until it is resumed */
        post: operations["pauseFederation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/federation/reconciliations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Compare both sides, and queue what differs */
        post: operations["reconcileFederation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/federation/records": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Datasets, each with how it stands from its station to the EU catalogue */
        get: operations["listFederationRecords"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/federation/records/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the EU would refuse of a dataset and who can mend it, and the messages about it */
        get: operations["getFederationRecord"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/federation/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Go on sending to the EU */
        post: operations["resumeFederation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This description, as JSON */
        get: operations["getOpenapiJson"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.yaml": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This description, as YAML */
        get: operations["getOpenapiYaml"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/profiles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Installed validation profiles */
        get: operations["listProfiles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/profiles/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One profile with all its rules, each with an example */
        get: operations["getProfile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/resolve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What an id or IRI is now */
        get: operations["resolve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rounds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Harvest rounds, the latest first */
        get: operations["listRounds"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rounds/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One harvest round: which stations were done, failed, on hold, paused, or not reached in time */
        get: operations["getRound"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/selections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A list of datasets as it is handed over to a system for applications, and what became of those that are not public any more */
        get: operations["getSelection"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Registered stations */
        get: operations["listStations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One station */
        get: operations["getStation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stations/{id}/confirmations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say that descriptions are right, as is asked at least once a year */
        post: operations["confirmDescriptions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stations/{id}/descriptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the catalogue has of a station, as far as it takes to see that somebody changed it */
        get: operations["getStanding"];
        /** Hand descriptions in: the same pipeline as a harvest, answered with the same report as a validation */
        put: operations["pushDescriptions"];
        post?: never;
        /** Say that the station has deleted one record */
        delete: operations["deleteDescription"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stations/{id}/held": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Descriptions of a station that are not in the catalogue, and why */
        get: operations["listHeld"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stations/{id}/pushes/{run}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How far a push is, and then the report that its station did not wait for */
        get: operations["getPush"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stations/{id}/quality": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Quality of the descriptions of a station: averages, coverage by indicator, bands, and the datasets that would gain most */
        get: operations["getStationQuality"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stations/{id}/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Harvest runs of a station, newest first */
        get: operations["listRuns"];
        put?: never;
        /** Visit a station now, or read anew what is kept of it */
        post: operations["startRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stations/{id}/runs/{run}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One harvest run with stages, issues and items */
        get: operations["getRun"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stations/{id}/runs/{run}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Call a run off that is under way; nothing of it is published */
        post: operations["cancelRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stations/{id}/runs/{run}/discard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Drop what a run on hold has staged */
        post: operations["discardRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stations/{id}/runs/{run}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Publish what a run on hold has staged */
        post: operations["releaseRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stations/{id}/runs/{run}/revert": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Restore the state before a run, as new entries of the log */
        post: operations["revertRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stations/{id}/state": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The state of a station, whose ETag a change of it is decided by */
        get: operations["getStationState"];
        put?: never;
        /** Make a station live, or pause it */
        post: operations["setStationState"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/suggestions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Suggestions while typing */
        get: operations["suggest"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How datasets are used, by dataset, day or month: daily totals without anybody's address, for the operator's people */
        get: operations["listUsage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/usage/missed-terms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was searched for and found nothing, where ten searches or more asked for it, for the operator's people */
        get: operations["listMissedTerms"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/validations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Validate descriptions before publishing */
        post: operations["validate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/validations/{job}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How far a validation is; kept for some minutes after its end */
        get: operations["getValidation"];
        put?: never;
        post?: never;
        /** Cancel a validation, or forget one that has ended */
        delete: operations["cancelValidation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/validations/{job}/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The report of a validation that has ended */
        get: operations["getValidationReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        AuditPage: {
            items: {
                /** @enum {string} */
                action: "run.started" | "run.replayed" | "run.reverted" | "run.released" | "run.discarded" | "run.cancelled" | "station.added" | "station.changed" | "station.retired" | "station.emptied" | "station.state" | "station.key" | "record.withheld" | "record.released" | "record.redacted" | "record.merged" | "record.split" | "profile.installed" | "profile.removed" | "vocabulary.installed" | "vocabulary.removed" | "operator.added" | "operator.removed" | "ledger.backed-up" | "ledger.restored" | "ledger.repaired" | "projection.rebuilt" | "eu.paused" | "eu.resumed" | "eu.reconciled" | "query.unguarded" | "access.refused";
                /** Format: date-time */
                at: string;
                /** @description Null when a file of the configuration says so. */
                by: string | null;
                /** @description More of the deed, by name. */
                detail: {
                    [key: string]: unknown;
                };
                /** @description SHA-256 over this entry and the hash of the one before it. */
                hash: string;
                /** @description Counts up; no number is ever missing. */
                n: number;
                target: string | null;
                /** @enum {string} */
                via: "http" | "command" | "configuration";
            }[];
            links: {
                next: string | null;
                self: string;
            };
        };
        Confirmed: {
            confirmed: number;
            /** Format: date-time */
            confirmedAt: string;
            refused: {
                /** @enum {string} */
                reason: "unknown" | "not-origin" | "not-published";
                subject: string;
            }[];
        };
        Deed: {
            /** Format: date-time */
            askedAt: string;
            by?: string;
            /** @enum {string} */
            deed: "run" | "release" | "revert";
            /** @description Why it was refused when its turn came. */
            detail: string | null;
            id: string;
            links: {
                /** Format: uri */
                run?: string;
                /** Format: uri */
                self: string;
            };
            /** @description Its number, once it has begun. */
            run: number | null;
            /** @enum {string} */
            state: "waiting" | "begun" | "refused";
            station: string;
            /** @description What it waits for: an end of what is done with the same station, with another one of the same host or service provider, or a free place. Who shows no credentials sees the kind alone. */
            waitsFor: {
                host?: string;
                /** @enum {string} */
                kind: "station" | "host" | "provider" | "place";
                provider?: string;
                running?: number;
                station?: string;
            } | null;
        };
        /** @description What is said of it, by field: texts by language, codes as IRIs, and what hangs below it (distributions, samples, tables with their variables). */
        Description: {
            accessRights?: string[];
            description?: components["schemas"]["LanguageMap"];
            distributions?: {
                [key: string]: unknown;
            }[];
            healthCategories?: string[];
            healthThemes?: string[];
            iri: string;
            keywords?: components["schemas"]["LanguageMap"];
            /** @enum {string} */
            kind: "dataset" | "series" | "service";
            themes?: string[];
            title: components["schemas"]["LanguageMap"];
        } & {
            [key: string]: unknown;
        };
        /** @description One dataset, from its station through this catalogue to the EU. */
        EuLine: {
            centralIds: {
                id: string;
                iri: string;
                /** @enum {string} */
                kind: "dataset" | "catalogue" | "distribution";
            }[];
            eu: {
                detail: string | null;
                /**
                 * Format: date-time
                 * @description When a deletion is due there.
                 */
                dueAt: string | null;
                /** @description How many things the EU would refuse. */
                obstacles: number;
                /** Format: date-time */
                since: string;
                /** @enum {string} */
                standing: "in-step" | "waiting" | "blocked" | "refused" | "failed" | "deletion-due" | "absent";
            };
            id: string;
            iri: string;
            national: {
                /** Format: date-time */
                since: string | null;
                state: string | null;
                url: string | null;
            };
            station: {
                id: string;
                /** Format: date-time */
                lastSeenAt: string | null;
            };
        };
        /** @description The same with what the EU would refuse, and the messages about it. */
        EuRecord: {
            centralIds: {
                id: string;
                iri: string;
                /** @enum {string} */
                kind: "dataset" | "catalogue" | "distribution";
            }[];
            eu: {
                detail: string | null;
                /**
                 * Format: date-time
                 * @description When a deletion is due there.
                 */
                dueAt: string | null;
                /** @description How many things the EU would refuse. */
                obstacles: number;
                /** Format: date-time */
                since: string;
                /** @enum {string} */
                standing: "in-step" | "waiting" | "blocked" | "refused" | "failed" | "deletion-due" | "absent";
            };
            id: string;
            iri: string;
            messages: {
                attempts: number;
                /** Format: date-time */
                createdAt: string;
                detail: string | null;
                /** Format: date-time */
                endedAt: string | null;
                id: string;
                /** @enum {string} */
                operation: "create" | "update" | "delete";
                reference: string | null;
                /** Format: date-time */
                sentAt: string | null;
                /** @enum {string} */
                state: "queued" | "sent" | "received" | "delivered" | "accepted" | "refused" | "failed" | "superseded";
            }[];
            national: {
                /** Format: date-time */
                since: string | null;
                state: string | null;
                url: string | null;
            };
            obstacles: {
                /**
                 * @description Who can mend it.
                 * @enum {string}
                 */
                by: "holder" | "hdab";
                message: components["schemas"]["LanguageMap"];
                path: string | null;
                rule: string;
            }[];
            station: {
                id: string;
                /** Format: date-time */
                lastSeenAt: string | null;
            };
        };
        /** @description How we stand with the EU catalogue. */
        EuSummary: {
            isConfigured: boolean;
            isPaused: boolean;
            links: {
                records: string;
                self: string;
            };
            messages: {
                accepted?: number;
                delivered?: number;
                failed?: number;
                queued?: number;
                received?: number;
                refused?: number;
                sent?: number;
                superseded?: number;
            };
            /** @description After a restore: nothing is sent before both sides were compared. */
            needsReconciliation: boolean;
            /** Format: date-time */
            pausedSince: string | null;
            reconciliation: {
                /** Format: date-time */
                at: string;
                different: number;
                inStep: number;
                /** @description False where the other side cannot be asked what it has. */
                isListed: boolean;
                missing: number;
                surplus: number;
            } | null;
            standings: {
                absent: number;
                blocked: number;
                "deletion-due": number;
                failed: number;
                "in-step": number;
                refused: number;
                waiting: number;
            };
        };
        FacetValue: {
            count: number;
            label: string;
            selected: boolean;
            value: string;
        };
        HandoverItem: {
            addedAt: string | null;
            catalogue: string;
            centralId: string | null;
            changedSinceAdded: boolean;
            country: string | null;
            distributions: {
                iri: string;
                title: string | null;
            }[];
            hdab: {
                iri: string | null;
                name: string;
            } | null;
            holder: {
                iri: string | null;
                name: string;
            } | null;
            id: string;
            iri: string;
            page: string;
            provenance: string;
            /** @enum {string} */
            state: "current" | "withdrawn";
            title: string;
            version: number | null;
        };
        HeldRecord: {
            iri: string;
            reasons: {
                code: string;
                detail: string;
            }[];
            /** Format: date-time */
            since: string;
            title: components["schemas"]["LanguageMap"];
        };
        HistoryEntry: {
            actor: {
                /** @description Of the station. */
                id?: string;
                /** @enum {string} */
                kind: "station" | "operator" | "catalogue" | "hdab";
                /** @description Of the operator; for operators. */
                name?: string;
            };
            /** Format: date-time */
            at: string;
            /** @enum {string} */
            cause: "harvest" | "pipeline" | "series" | "assertion" | "operator" | "source-gone" | "source-absent" | "station-removed" | "confirmation";
            /** @enum {string} */
            event: "published" | "updated" | "reverted" | "returned" | "released" | "withdrawn" | "withheld" | "merged" | "redacted";
            merged?: {
                id: string | null;
                iri: string;
                links: {
                    /** Format: uri */
                    page: string;
                };
            };
            reason?: string;
            run: {
                id: number;
                links: {
                    /** Format: uri */
                    self: string;
                };
                of: number | null;
                trigger: string;
            } | null;
            version: number | null;
        };
        /** @description Texts by language tag; the empty tag stands for untagged. */
        LanguageMap: {
            [key: string]: string[];
        };
        /** @description RFC 9457, with a stable `code` and, of wrong parameters, every mistake. */
        Problem: {
            /** @description docs/errors.md explains each. */
            code: string;
            detail: string;
            /** @description Every mistake that was found. */
            errors?: {
                code: string;
                detail: string;
                /** @enum {string} */
                in: "query" | "body" | "header" | "path";
                /** @description Name of the parameter, or JSON pointer into the body. */
                location: string;
            }[];
            /**
             * Format: uri
             * @description Identifies this one answer; it is in the log as well.
             */
            instance: string;
            line?: number;
            /** @description Number of the run whose document could not be read. */
            run?: number;
            status: number;
            title: string;
            trouble?: components["schemas"]["Trouble"];
            /**
             * Format: uri-reference
             * @description `about:blank`: `code` says more than the status.
             */
            type: string;
        };
        Profile: {
            claimedBy: string[];
            id: string;
            iri: string;
            links?: {
                /** Format: uri */
                page: string;
                /** Format: uri */
                self: string;
            };
            origin: "built-in" | {
                by?: string;
                installedAt?: string;
                source?: string;
            };
            rules: number;
            shapesHash: string;
            sparql?: boolean;
            specification: string;
            title: components["schemas"]["LanguageMap"];
            variants: {
                accessRight: string | null;
                name: string;
                provisional: boolean;
            }[];
            version: string;
        };
        Pushed: {
            /** @description Why it is on hold, or what a dry run would have done. */
            detail: string | null;
            links: {
                /** Format: uri */
                run: string;
                /** Format: uri */
                self: string;
            };
            /** @enum {string|null} */
            outcome: "complete" | "partial" | "failed" | "on-hold" | "postponed" | "interrupted" | null;
            /** @description What became of each record that was sent, and of those that were named or missing. */
            records: {
                changes: {
                    added: string[];
                    path: string;
                    removed: string[];
                }[];
                id: string | null;
                iri: string;
                /** @enum {string} */
                outcome: "added" | "updated" | "unchanged" | "held" | "withdrawn" | "missing" | "stale";
                reason: string | null;
            }[];
            report: components["schemas"]["Report"] | null;
            run: components["schemas"]["Run"];
            /** @description The lists are cut short; the counts are of everything. */
            truncated: boolean;
        };
        PushState: {
            /** @description When the body could not be read. */
            error?: {
                code: string;
                detail: string;
                trouble?: components["schemas"]["Trouble"];
            };
            links: {
                /** Format: uri */
                run: string;
                /** Format: uri */
                self: string;
            };
            /** @enum {string|null} */
            outcome: "complete" | "partial" | "failed" | "on-hold" | "postponed" | "interrupted" | null;
            /** @description What became of each record that was sent, and of those that were named or missing. */
            records?: {
                changes: {
                    added: string[];
                    path: string;
                    removed: string[];
                }[];
                id: string | null;
                iri: string;
                /** @enum {string} */
                outcome: "added" | "updated" | "unchanged" | "held" | "withdrawn" | "missing" | "stale";
                reason: string | null;
            }[];
            report?: components["schemas"]["Report"] | null;
            run: components["schemas"]["Run"];
            /** @enum {string} */
            state: "running" | "ended" | "failed";
            /** @description The lists are cut short; the counts are of everything. */
            truncated?: boolean;
        };
        Quality: {
            /**
             * Format: date-time
             * @description Of the newest fact that it rests on.
             */
            assessedAt: string;
            /** @description What would gain most, best first. */
            checklist: {
                /** @enum {string} */
                action: "keywords" | "themes" | "spatial" | "temporal" | "accessUrl" | "downloadUrl" | "hdab" | "legislation" | "healthCategory" | "populationCoverage" | "size" | "sampleOrDictionary" | "accessConditions" | "qualityLabel" | "format" | "dcatAp" | "licence" | "accessRights" | "contactPoint" | "publisher" | "rights" | "byteSize" | "issued" | "modified";
                health: number;
                indicators: ("keywordAvailability" | "categoryAvailability" | "spatialAvailability" | "temporalAvailability" | "accessUrlStatusCode" | "downloadUrlAvailability" | "downloadUrlStatusCode" | "formatAvailability" | "mediaTypeAvailability" | "formatMediaTypeVocabularyAlignment" | "formatMediaTypeNonProprietary" | "formatMediaTypeMachineInterpretable" | "dcatApCompliance" | "licenceAvailability" | "knownLicence" | "accessRightsAvailability" | "accessRightsVocabularyAlignment" | "contactPointAvailability" | "publisherAvailability" | "rightsAvailability" | "byteSizeAvailability" | "dateIssuedAvailability" | "dateModifiedAvailability" | "hdabAvailability" | "legislationAvailability" | "healthCategoryAvailability" | "populationCoverageAvailability" | "sizeAvailability" | "sampleOrDictionaryAvailability" | "accessConditionsAvailability" | "qualityLabelAvailability")[];
                mqa: number;
            }[];
            id: string;
            iri: string;
            /** @description Statements about the data-quality label, the latest first; never what the holder says. */
            label: {
                /** Format: date-time */
                at: string;
                by: string;
                byName: components["schemas"]["LanguageMap"];
                comment: string | null;
                evidence: string | null;
                from: string | null;
                inForce?: boolean;
                /** @description Of a label: verified, under-review or revoked. */
                state?: string;
                to: string | null;
            }[];
            linkChecks: {
                /** @description Of the last answer that told anything. */
                checkedAt: string | null;
                reachable: boolean | null;
                /** @description Since when it has been so. */
                since: string | null;
                status: number | null;
                triedAt: string;
                /** @enum {string|null} */
                trouble: "busy" | "timeout" | "refused" | "robots" | "offline" | null;
                url: string;
            }[];
            links: {
                /** Format: uri */
                page: string;
                /** Format: uri */
                report: string;
                /** Format: uri */
                self: string;
                /** Format: uri */
                turtle: string;
            };
            report: {
                infos: number;
                profile: string;
                violations: number;
                warnings: number;
            } | null;
            /** @description `mqa` as data.europa.eu scores; `health` is our own proposal. Null for series and services. */
            scores: {
                health: {
                    /** @enum {string} */
                    band: "excellent" | "good" | "sufficient" | "bad";
                    dimensions: {
                        /** @enum {string} */
                        dimension: "findability" | "accessibility" | "interoperability" | "reusability" | "contextuality" | "health";
                        most: number;
                        points: number;
                    }[];
                    /** @description IRI of the distribution that was scored: the best one. */
                    distribution: string | null;
                    indicators: {
                        /** @enum {string} */
                        dimension: "findability" | "accessibility" | "interoperability" | "reusability" | "contextuality" | "health";
                        /** @enum {string} */
                        indicator: "keywordAvailability" | "categoryAvailability" | "spatialAvailability" | "temporalAvailability" | "accessUrlStatusCode" | "downloadUrlAvailability" | "downloadUrlStatusCode" | "formatAvailability" | "mediaTypeAvailability" | "formatMediaTypeVocabularyAlignment" | "formatMediaTypeNonProprietary" | "formatMediaTypeMachineInterpretable" | "dcatApCompliance" | "licenceAvailability" | "knownLicence" | "accessRightsAvailability" | "accessRightsVocabularyAlignment" | "contactPointAvailability" | "publisherAvailability" | "rightsAvailability" | "byteSizeAvailability" | "dateIssuedAvailability" | "dateModifiedAvailability" | "hdabAvailability" | "legislationAvailability" | "healthCategoryAvailability" | "populationCoverageAvailability" | "sizeAvailability" | "sampleOrDictionaryAvailability" | "accessConditionsAvailability" | "qualityLabelAvailability";
                        /**
                         * @description `unknown`: not looked at yet, or we cannot tell; no points.
                         * @enum {string}
                         */
                        mark: "pass" | "fail" | "unknown";
                        metric: string;
                        points: number;
                    }[];
                    /** @constant */
                    most: 405;
                    score: number;
                };
                mqa: {
                    /** @enum {string} */
                    band: "excellent" | "good" | "sufficient" | "bad";
                    dimensions: {
                        /** @enum {string} */
                        dimension: "findability" | "accessibility" | "interoperability" | "reusability" | "contextuality" | "health";
                        most: number;
                        points: number;
                    }[];
                    /** @description IRI of the distribution that was scored: the best one. */
                    distribution: string | null;
                    indicators: {
                        /** @enum {string} */
                        dimension: "findability" | "accessibility" | "interoperability" | "reusability" | "contextuality" | "health";
                        /** @enum {string} */
                        indicator: "keywordAvailability" | "categoryAvailability" | "spatialAvailability" | "temporalAvailability" | "accessUrlStatusCode" | "downloadUrlAvailability" | "downloadUrlStatusCode" | "formatAvailability" | "mediaTypeAvailability" | "formatMediaTypeVocabularyAlignment" | "formatMediaTypeNonProprietary" | "formatMediaTypeMachineInterpretable" | "dcatApCompliance" | "licenceAvailability" | "knownLicence" | "accessRightsAvailability" | "accessRightsVocabularyAlignment" | "contactPointAvailability" | "publisherAvailability" | "rightsAvailability" | "byteSizeAvailability" | "dateIssuedAvailability" | "dateModifiedAvailability" | "hdabAvailability" | "legislationAvailability" | "healthCategoryAvailability" | "populationCoverageAvailability" | "sizeAvailability" | "sampleOrDictionaryAvailability" | "accessConditionsAvailability" | "qualityLabelAvailability";
                        /**
                         * @description `unknown`: not looked at yet, or we cannot tell; no points.
                         * @enum {string}
                         */
                        mark: "pass" | "fail" | "unknown";
                        metric: string;
                        points: number;
                    }[];
                    /** @constant */
                    most: 405;
                    score: number;
                };
            } | null;
            trend: {
                at: string;
                n: number;
                profile: string;
                violations: number;
                warnings: number;
            }[];
            /** @description A statement of the health data access body. */
            trustedHolder: {
                /** Format: date-time */
                at: string;
                by: string;
                byName: components["schemas"]["LanguageMap"];
                comment: string | null;
                evidence: string | null;
                from: string | null;
                inForce?: boolean;
                /** @description Of a label: verified, under-review or revoked. */
                state?: string;
                to: string | null;
            } | null;
            version: number | null;
        };
        Record: {
            /** @description With `asOf`: the moment that was asked for. */
            asOf?: string;
            /** @description Labels of the codes in the description, by IRI. */
            concepts: {
                [key: string]: {
                    code: string;
                    label: string;
                };
            };
            /**
             * Format: date-time
             * @description When the holder last changed or confirmed the description.
             */
            confirmedAt?: string | null;
            description: components["schemas"]["Description"];
            /** @description What the series or the health data access body added. */
            enriched?: {
                date: string | null;
                /** @enum {string} */
                from: "series" | "hdab";
                property: string;
                source: string;
            }[];
            /** @description The EU catalogue would take it as it stands. */
            euReady?: boolean;
            /**
             * Format: date-time
             * @description When a station first described it to us.
             */
            firstSeenAt?: string;
            /** @description A newer description was received and is held. */
            heldUpdate?: {
                reasons: {
                    code: string;
                    detail: string;
                }[];
                /** Format: date-time */
                since: string;
            } | null;
            /** @description With `asOf`: the version that it was. */
            history?: components["schemas"]["Version"];
            holder: {
                name: components["schemas"]["LanguageMap"];
                slug: string;
            } | null;
            id: string;
            iri: string;
            /** @enum {string} */
            kind: "dataset" | "series" | "service";
            /**
             * Format: date-time
             * @description When what we publish of it last changed.
             */
            lastChangedAt?: string;
            /**
             * Format: date-time
             * @description When its station last still had it.
             */
            lastSeenAt?: string;
            linkChecks?: {
                [key: string]: unknown;
            }[];
            links: {
                /** Format: uri */
                page: string;
                /** Format: uri */
                present?: string;
                /** Format: uri */
                provenance?: string;
                /** Format: uri */
                quality?: string;
                /** Format: uri */
                report?: string;
                /** Format: uri */
                self: string;
                /** Format: uri */
                turtle?: string;
                /** Format: uri */
                version?: string;
                /** Format: uri */
                versions?: string;
            };
            members?: {
                id: string | null;
                iri: string;
                title: components["schemas"]["LanguageMap"];
            }[];
            /** @description Stations that have copies of it. */
            otherStations?: string[];
            /** @description Neither changed nor confirmed for a year. */
            overdue?: boolean;
            partOf?: {
                id: string | null;
                iri: string;
                title: components["schemas"]["LanguageMap"];
            }[];
            parts?: {
                id: string | null;
                iri: string;
                title: components["schemas"]["LanguageMap"];
            }[];
            previous?: {
                id: string | null;
                iri: string;
                title: components["schemas"]["LanguageMap"];
            }[];
            /** @description With `asOf`: from when to when it was so. */
            published?: {
                /** Format: date-time */
                from: string;
                /** Format: date-time */
                to: string | null;
            };
            /**
             * Format: date-time
             * @description When it was published for the first time.
             */
            publishedAt?: string | null;
            publisher: {
                name: components["schemas"]["LanguageMap"];
                slug: string;
            } | null;
            related?: {
                id: string | null;
                iri: string;
                title: components["schemas"]["LanguageMap"];
            }[];
            series?: {
                id: string | null;
                iri: string;
                title: components["schemas"]["LanguageMap"];
            }[];
            servedDatasets?: {
                id: string | null;
                iri: string;
                title: components["schemas"]["LanguageMap"];
            }[];
            services?: {
                id: string | null;
                iri: string;
                title: components["schemas"]["LanguageMap"];
            }[];
            /** @description dct:modified, as the source says. */
            sourceModifiedAt?: string | null;
            sources?: {
                id: string | null;
                iri: string;
                title: components["schemas"]["LanguageMap"];
            }[];
            sourceUrl?: string | null;
            /** @enum {string} */
            state: "current" | "withdrawn";
            stateReason?: string | null;
            /** Format: date-time */
            stateSince?: string | null;
            station: {
                id: string;
                kind: string;
                /** @enum {string} */
                state: "live" | "onboarding" | "paused" | "retired";
                title: components["schemas"]["LanguageMap"];
            } | null;
            title: components["schemas"]["LanguageMap"];
            /** @description As the health data access body says. */
            trustedHolder?: boolean;
            validation: {
                profile: string;
                violations: number;
                warnings: number;
            } | null;
            /** @description Number of the published version. */
            version: number | null;
            versions?: {
                id: string | null;
                iri: string;
                title: components["schemas"]["LanguageMap"];
            }[];
        };
        /** @description Report of one document. */
        Report: {
            /** @description No result at all, as `sh:conforms`. */
            conforms: boolean;
            datasets: {
                iri: string;
                /** @enum {string} */
                kind: "dataset" | "series" | "service" | "catalogue";
                /** @description The profile that counted, with its variant. */
                profile: string;
                publishable: boolean;
                /** @description Why it would not be published; empty when it would. */
                reasons: {
                    code: string;
                    detail: string;
                    /** @description Sentences by BCP 47 language tag; 'nl' and 'en' for ours, '' for untagged. */
                    message: {
                        [key: string]: string[];
                    };
                }[];
                title: string | null;
            }[];
            "dcat-ap-nl": {
                profile: string;
                results: {
                    /** @description SHACL constraint component without `ConstraintComponent`, such as `MinCount`. */
                    component: string;
                    /** @description The description that the focus node belongs to. */
                    dataset: string;
                    excerpt: {
                        /** @description Number of the first of `lines`. */
                        firstLine: number;
                        line: number;
                        lines: string[];
                    } | null;
                    expected: {
                        datatypes: string[];
                        nodeKind: string | null;
                        pattern: string | null;
                        /** @description Code lists (`skos:ConceptScheme`) that the value must come from. */
                        schemes: string[];
                        /** @description The only values allowed, as N-Triples terms. */
                        values: string[];
                    } | null;
                    fix: {
                        /** @description The very change, when it is certain; `ndc validate --fix` makes these. */
                        change: {
                            /** @description N-Triples term. */
                            after: string;
                            /** @description N-Triples term. */
                            before: string;
                            /** @description When the property is to be replaced as well. */
                            newPredicate?: string;
                            predicate: string;
                            /** @description IRI, or `_:` and a label. */
                            subject: string;
                        } | null;
                        /** @description Did you mean: values that are allowed, best first. */
                        nearest: {
                            label: string;
                            /** @description N-Triples term. */
                            value: string;
                        }[];
                        /** @description Turtle about the focus node: the very change when `change` is given, else an example whose values are to be filled in. */
                        patch: string | null;
                        /** @description Sentences by BCP 47 language tag; 'nl' and 'en' for ours, '' for untagged. */
                        text: {
                            [key: string]: string[];
                        };
                    } | null;
                    /** @description IRI; a node without a name has one that starts with `urn:ndc:genid:`. */
                    focusNode: string;
                    /** @description What people call the property. */
                    label: {
                        [key: string]: string[];
                    };
                    /** @description Line in the document, from 1. */
                    line: number | null;
                    /** @description XPath (RDF/XML) or JSON pointer (JSON-LD). */
                    location: string | null;
                    /** @description Sentences by BCP 47 language tag; 'nl' and 'en' for ours, '' for untagged. */
                    message: {
                        [key: string]: string[];
                    };
                    /** @description Property IRI, or a SPARQL property path. */
                    path: string | null;
                    /** @description Page of the standard. */
                    rule: string | null;
                    /** @enum {string} */
                    severity: "violation" | "warning" | "info";
                    /** @description IRI of the rule. */
                    sourceShape: string;
                    /** @description The value at fault as an N-Triples term. */
                    value: string | null;
                    /** @enum {string} */
                    verdict: "all" | "eu";
                }[];
            };
            document: {
                /** @enum {string} */
                format: "turtle" | "n-triples" | "n-quads" | "trig" | "rdf-xml" | "json-ld";
                triples: number;
            };
            engine: string;
            /** @description What the EU catalogue would say. */
            eu: {
                profile: string;
                results: {
                    /** @description SHACL constraint component without `ConstraintComponent`, such as `MinCount`. */
                    component: string;
                    /** @description The description that the focus node belongs to. */
                    dataset: string;
                    excerpt: {
                        /** @description Number of the first of `lines`. */
                        firstLine: number;
                        line: number;
                        lines: string[];
                    } | null;
                    expected: {
                        datatypes: string[];
                        nodeKind: string | null;
                        pattern: string | null;
                        /** @description Code lists (`skos:ConceptScheme`) that the value must come from. */
                        schemes: string[];
                        /** @description The only values allowed, as N-Triples terms. */
                        values: string[];
                    } | null;
                    fix: {
                        /** @description The very change, when it is certain; `ndc validate --fix` makes these. */
                        change: {
                            /** @description N-Triples term. */
                            after: string;
                            /** @description N-Triples term. */
                            before: string;
                            /** @description When the property is to be replaced as well. */
                            newPredicate?: string;
                            predicate: string;
                            /** @description IRI, or `_:` and a label. */
                            subject: string;
                        } | null;
                        /** @description Did you mean: values that are allowed, best first. */
                        nearest: {
                            label: string;
                            /** @description N-Triples term. */
                            value: string;
                        }[];
                        /** @description Turtle about the focus node: the very change when `change` is given, else an example whose values are to be filled in. */
                        patch: string | null;
                        /** @description Sentences by BCP 47 language tag; 'nl' and 'en' for ours, '' for untagged. */
                        text: {
                            [key: string]: string[];
                        };
                    } | null;
                    /** @description IRI; a node without a name has one that starts with `urn:ndc:genid:`. */
                    focusNode: string;
                    /** @description What people call the property. */
                    label: {
                        [key: string]: string[];
                    };
                    /** @description Line in the document, from 1. */
                    line: number | null;
                    /** @description XPath (RDF/XML) or JSON pointer (JSON-LD). */
                    location: string | null;
                    /** @description Sentences by BCP 47 language tag; 'nl' and 'en' for ours, '' for untagged. */
                    message: {
                        [key: string]: string[];
                    };
                    /** @description Property IRI, or a SPARQL property path. */
                    path: string | null;
                    /** @description Page of the standard. */
                    rule: string | null;
                    /** @enum {string} */
                    severity: "violation" | "warning" | "info";
                    /** @description IRI of the rule. */
                    sourceShape: string;
                    /** @description The value at fault as an N-Triples term. */
                    value: string | null;
                    /** @enum {string} */
                    verdict: "all" | "eu";
                }[];
            };
            infos: number;
            /** @description What concerns the whole document. */
            notices: {
                code: string;
                line: number | null;
                /** @description Sentences by BCP 47 language tag; 'nl' and 'en' for ours, '' for untagged. */
                message: {
                    [key: string]: string[];
                };
                /** @enum {string} */
                severity: "warning" | "info";
            }[];
            /** @enum {string} */
            policy: "support" | "strict" | "rules";
            /** @description The profile asked for; else the one that counted for the last description. */
            profile: string | null;
            /** @description The national catalogue would publish all of it, under its admission policy. */
            publishable: boolean;
            publishableRecords: number;
            /** @description Datasets, series and services described; catalogues do not count. */
            records: number;
            /** @description What the catalogue puts right on reading, or cannot. */
            repairs: {
                change: {
                    /** @description N-Triples term. */
                    after: string;
                    /** @description N-Triples term. */
                    before: string;
                    /** @description When the property is to be replaced as well. */
                    newPredicate?: string;
                    predicate: string;
                    /** @description IRI, or `_:` and a label. */
                    subject: string;
                } | null;
                dataset: string;
                detail: string;
                line: number | null;
                location: string | null;
                /** @description Sentences by BCP 47 language tag; 'nl' and 'en' for ours, '' for untagged. */
                message: {
                    [key: string]: string[];
                };
                repaired: boolean;
                rule: string;
            }[];
            /** @description The national results. */
            results: {
                /** @description SHACL constraint component without `ConstraintComponent`, such as `MinCount`. */
                component: string;
                /** @description The description that the focus node belongs to. */
                dataset: string;
                excerpt: {
                    /** @description Number of the first of `lines`. */
                    firstLine: number;
                    line: number;
                    lines: string[];
                } | null;
                expected: {
                    datatypes: string[];
                    nodeKind: string | null;
                    pattern: string | null;
                    /** @description Code lists (`skos:ConceptScheme`) that the value must come from. */
                    schemes: string[];
                    /** @description The only values allowed, as N-Triples terms. */
                    values: string[];
                } | null;
                fix: {
                    /** @description The very change, when it is certain; `ndc validate --fix` makes these. */
                    change: {
                        /** @description N-Triples term. */
                        after: string;
                        /** @description N-Triples term. */
                        before: string;
                        /** @description When the property is to be replaced as well. */
                        newPredicate?: string;
                        predicate: string;
                        /** @description IRI, or `_:` and a label. */
                        subject: string;
                    } | null;
                    /** @description Did you mean: values that are allowed, best first. */
                    nearest: {
                        label: string;
                        /** @description N-Triples term. */
                        value: string;
                    }[];
                    /** @description Turtle about the focus node: the very change when `change` is given, else an example whose values are to be filled in. */
                    patch: string | null;
                    /** @description Sentences by BCP 47 language tag; 'nl' and 'en' for ours, '' for untagged. */
                    text: {
                        [key: string]: string[];
                    };
                } | null;
                /** @description IRI; a node without a name has one that starts with `urn:ndc:genid:`. */
                focusNode: string;
                /** @description What people call the property. */
                label: {
                    [key: string]: string[];
                };
                /** @description Line in the document, from 1. */
                line: number | null;
                /** @description XPath (RDF/XML) or JSON pointer (JSON-LD). */
                location: string | null;
                /** @description Sentences by BCP 47 language tag; 'nl' and 'en' for ours, '' for untagged. */
                message: {
                    [key: string]: string[];
                };
                /** @description Property IRI, or a SPARQL property path. */
                path: string | null;
                /** @description Page of the standard. */
                rule: string | null;
                /** @enum {string} */
                severity: "violation" | "warning" | "info";
                /** @description IRI of the rule. */
                sourceShape: string;
                /** @description The value at fault as an N-Triples term. */
                value: string | null;
                /** @enum {string} */
                verdict: "all" | "eu";
            }[];
            verdicts: {
                "dcat-ap-nl": {
                    publishable: boolean;
                    violations: number;
                    warnings: number;
                };
                eu: {
                    publishable: boolean;
                    violations: number;
                    warnings: number;
                };
                national: {
                    publishable: boolean;
                    violations: number;
                    warnings: number;
                };
            };
        };
        Resolved: {
            asked: string;
            id: string;
            iri: string;
            /** Format: date-time */
            lastChangedAt: string;
            links: {
                /** Format: uri */
                self: string;
            };
            /** Format: date-time */
            since: string | null;
            /** @enum {string} */
            state: "current" | "withdrawn" | "withheld";
            stateReason: string | null;
            version: number | null;
        };
        Round: {
            /** Format: date-time */
            endedAt: string | null;
            /**
             * Format: date-time
             * @description It ends then at the latest.
             */
            endsBy: string;
            id: number;
            links: {
                /** Format: uri */
                self: string;
            };
            /** Format: date-time */
            startedAt: string;
            /** @description How many stations stand how; `timed-out`: not reached before the time was up. */
            stations: {
                done: number;
                failed: number;
                "on-hold": number;
                paused: number;
                retired: number;
                "timed-out": number;
                waiting: number;
            };
        };
        Rule: {
            about: components["schemas"]["LanguageMap"];
            /** @description Turtle, after a subject. */
            example: string | null;
            /** @description What the rule wants of a value. */
            expected: {
                datatypes: string[];
                nodeKind: string | null;
                pattern: string | null;
                schemes: string[];
                values: string[];
            } | null;
            fix: components["schemas"]["LanguageMap"];
            iri: string;
            label: components["schemas"]["LanguageMap"];
            message: components["schemas"]["LanguageMap"];
            path: string | null;
            reason: components["schemas"]["LanguageMap"];
            /** @description Page of the standard. */
            rule: string | null;
            /** @enum {string} */
            severity: "violation" | "warning" | "info";
            variants: string[];
            /** @enum {string} */
            verdict: "all" | "eu";
        };
        Run: {
            added?: number;
            /** @description Who asked for it; for operators. */
            by?: string | null;
            bytes?: number;
            documents?: number;
            /** @description Nothing was published. Dry runs are shown to operators. */
            dry: boolean;
            /** Format: date-time */
            endedAt: string | null;
            held?: number;
            issues?: {
                code: string;
                detail: string;
                line: number | null;
                /**
                 * @description Whose it is to mend.
                 * @enum {string}
                 */
                owner: "station" | "operator" | "us";
                /** @enum {string} */
                severity: "error" | "warning" | "info";
                subject: string | null;
                url: string | null;
            }[];
            /** @description What the run did. Of a run on hold or a dry run what it would do, for operators only. */
            items?: {
                changes?: {
                    added: string[];
                    path: string;
                    removed: string[];
                }[];
                outcome: string;
                reason?: string | null;
                recordId?: string | null;
                subject: string;
                title?: components["schemas"]["LanguageMap"];
            }[];
            links: {
                /** Format: uri */
                self: string;
            };
            /** @description The run that this one releases, undoes or reads again. */
            of: number | null;
            /** @enum {string|null} */
            outcome: "complete" | "partial" | "failed" | "on-hold" | "postponed" | "interrupted" | null;
            phase: string;
            /** @description What a run on hold would do; its own counts say what it did, which is nothing. */
            planned?: {
                added?: number;
                bytes?: number;
                documents?: number;
                held?: number;
                unchanged?: number;
                updated?: number;
                withdrawn?: number;
            } | null;
            /** @description Of a run under way. */
            progress: {
                done?: number;
                expected?: number | null;
                ratePerSecond?: number | null;
                remainingSeconds?: number | null;
            } | null;
            quality: {
                after?: {
                    records: number;
                    violations: number;
                    warnings: number;
                };
                before?: {
                    records: number;
                    violations: number;
                    warnings: number;
                };
            } | null;
            /** @description What became of a run on hold. */
            resolved: {
                /** Format: date-time */
                at?: string;
                by?: string | null;
                /** @enum {string} */
                how?: "released" | "discarded" | "superseded";
                run?: number | null;
            } | null;
            run: number;
            stages?: {
                detail: string;
                phase: string;
                /** Format: date-time */
                startedAt: string;
            }[];
            /** Format: date-time */
            startedAt: string;
            station: string;
            /** @enum {string} */
            trigger: "schedule" | "manual" | "ping" | "demo" | "push" | "onboarding" | "release" | "revert" | "replay" | "removal";
            unchanged?: number;
            updated?: number;
            /**
             * @description Whether the run asked for everything or for changes only.
             * @enum {string|null}
             */
            walk: "full" | "incremental" | null;
            withdrawn?: number;
        };
        /** @description With `fields` an item has the id and these alone. */
        SearchHit: {
            /** @description The access rights are those of its series. */
            accessFromSeries?: boolean;
            accessRights?: string | null;
            description?: string;
            descriptionLang?: string;
            /** @description With `explain=true`: what of the query was found, how, and what that counts. */
            explanation?: {
                isExactTitle: boolean;
                isIdentifier: boolean;
                parts: {
                    found: string | null;
                    rarity: number;
                    strength: number;
                    text: string;
                    way: string | null;
                }[];
                preference: number;
                score: number;
            };
            holder?: {
                name: string;
                slug: string;
            } | null;
            id: string;
            individuals?: number | null;
            iri?: string;
            /** @enum {string} */
            kind?: "dataset" | "series" | "service";
            /** @description Language of the title. */
            lang?: string;
            links?: {
                /** Format: uri */
                page: string;
                /** Format: uri */
                self: string;
            };
            modified?: string | null;
            periodEnd?: string | null;
            periodStart?: string | null;
            publisher?: {
                name: string;
                slug: string;
            } | null;
            records?: number | null;
            regions?: string[];
            station?: string;
            /** @enum {string} */
            status?: "current" | "overdue" | "withdrawn";
            title?: string;
            trusted?: boolean;
            /** @description Variables in which something of the query was found; at most five. */
            variables?: {
                label: string | null;
                name: string;
                table: string | null;
            }[];
            violations?: number;
        };
        SearchPage: {
            /** @description Words that are not in the catalogue, and what was searched for in their place. */
            corrections: {
                from: string;
                to: string;
            }[];
            /** @description What the health thesaurus added; `expand=false` leaves it out. */
            expansions: {
                concept: string;
                label: string;
                terms: string[];
                text: string;
            }[];
            facets: {
                [key: string]: components["schemas"]["FacetValue"][];
            };
            items: components["schemas"]["SearchHit"][];
            links: {
                /** Format: uri */
                first: string;
                /** Format: uri */
                last: string;
                /** Format: uri */
                next?: string;
                /** Format: uri */
                prev?: string;
                /** Format: uri */
                self: string;
            };
            page?: number;
            pageSize: number;
            /** @description When nothing has all that was asked for: how many parts of how many the items have. */
            relaxed: {
                found?: number;
                of?: number;
            } | null;
            sort?: string;
            total: number;
        };
        Standing: {
            /** @description The last run that changed something, of the last hundred. */
            changed: {
                /** Format: date-time */
                at?: string | null;
                run?: number;
                trigger?: string;
            } | null;
            datasets: number;
            held: number;
            links: {
                /** Format: uri */
                run?: string;
                /** Format: uri */
                self: string;
            };
            /** @enum {string|null} */
            state: "live" | "paused" | "onboarding" | "retired" | null;
            station: string;
        };
        Station: {
            datasets: number;
            /** Format: date-time */
            failingSince: string | null;
            held: number;
            holder: {
                iri: string;
                name: components["schemas"]["LanguageMap"];
            } | null;
            id: string;
            iri: string;
            /** @enum {string} */
            kind: "holder" | "aggregator" | "intermediary";
            lastRun: components["schemas"]["Run"] | null;
            /** Format: date-time */
            lastSuccessAt: string | null;
            links: {
                /** Format: uri */
                self: string;
            };
            /** Format: date-time */
            nextRunAt: string | null;
            profiles: string[];
            protocol: string;
            /** @description The latest thirty, of one station alone. */
            runs?: components["schemas"]["Run"][];
            /** @description As cron writes it. */
            schedule: string | null;
            /** @enum {string} */
            state: "live" | "onboarding" | "paused" | "retired";
            timeZone: string;
            title: components["schemas"]["LanguageMap"];
            /** @description What it waits for: an end of what is done with the same station, with another one of the same host or service provider, or a free place. Who shows no credentials sees the kind alone. */
            waiting: {
                host?: string;
                /** @enum {string} */
                kind: "station" | "host" | "provider" | "place";
                provider?: string;
                running?: number;
                station?: string;
            } | null;
        };
        StationQuality: {
            actions: {
                /** @enum {string} */
                action: "keywords" | "themes" | "spatial" | "temporal" | "accessUrl" | "downloadUrl" | "hdab" | "legislation" | "healthCategory" | "populationCoverage" | "size" | "sampleOrDictionary" | "accessConditions" | "qualityLabel" | "format" | "dcatAp" | "licence" | "accessRights" | "contactPoint" | "publisher" | "rights" | "byteSize" | "issued" | "modified";
                datasets: number;
                health: number;
                mqa: number;
            }[];
            addresses: {
                known: number;
                unknown: number;
                unreachable: number;
            };
            /** @description Datasets looked at so far; after a start it takes a while until these are all. */
            assessed: number;
            datasets: number;
            first: {
                /** @enum {string|null} */
                action: "keywords" | "themes" | "spatial" | "temporal" | "accessUrl" | "downloadUrl" | "hdab" | "legislation" | "healthCategory" | "populationCoverage" | "size" | "sampleOrDictionary" | "accessConditions" | "qualityLabel" | "format" | "dcatAp" | "licence" | "accessRights" | "contactPoint" | "publisher" | "rights" | "byteSize" | "issued" | "modified" | null;
                gain: number;
                health: number;
                id: string;
                links: {
                    /** Format: uri */
                    quality: string;
                };
                mqa: number;
                title: components["schemas"]["LanguageMap"];
            }[];
            links: {
                /** Format: uri */
                self: string;
                /** Format: uri */
                station: string;
            };
            scores: {
                health: {
                    /** @description Of the scores, as data.europa.eu gives it for a catalogue. */
                    average: number;
                    bands: {
                        bad: number;
                        excellent: number;
                        good: number;
                        sufficient: number;
                    };
                    /** @description Points of each indicator by the share of datasets that meet it; not the same number. */
                    coverage: number;
                    datasets: number;
                    indicators: {
                        fail: number;
                        /** @enum {string} */
                        indicator: "keywordAvailability" | "categoryAvailability" | "spatialAvailability" | "temporalAvailability" | "accessUrlStatusCode" | "downloadUrlAvailability" | "downloadUrlStatusCode" | "formatAvailability" | "mediaTypeAvailability" | "formatMediaTypeVocabularyAlignment" | "formatMediaTypeNonProprietary" | "formatMediaTypeMachineInterpretable" | "dcatApCompliance" | "licenceAvailability" | "knownLicence" | "accessRightsAvailability" | "accessRightsVocabularyAlignment" | "contactPointAvailability" | "publisherAvailability" | "rightsAvailability" | "byteSizeAvailability" | "dateIssuedAvailability" | "dateModifiedAvailability" | "hdabAvailability" | "legislationAvailability" | "healthCategoryAvailability" | "populationCoverageAvailability" | "sizeAvailability" | "sampleOrDictionaryAvailability" | "accessConditionsAvailability" | "qualityLabelAvailability";
                        pass: number;
                        points: number;
                        unknown: number;
                    }[];
                    /** @constant */
                    most: 405;
                };
                mqa: {
                    /** @description Of the scores, as data.europa.eu gives it for a catalogue. */
                    average: number;
                    bands: {
                        bad: number;
                        excellent: number;
                        good: number;
                        sufficient: number;
                    };
                    /** @description Points of each indicator by the share of datasets that meet it; not the same number. */
                    coverage: number;
                    datasets: number;
                    indicators: {
                        fail: number;
                        /** @enum {string} */
                        indicator: "keywordAvailability" | "categoryAvailability" | "spatialAvailability" | "temporalAvailability" | "accessUrlStatusCode" | "downloadUrlAvailability" | "downloadUrlStatusCode" | "formatAvailability" | "mediaTypeAvailability" | "formatMediaTypeVocabularyAlignment" | "formatMediaTypeNonProprietary" | "formatMediaTypeMachineInterpretable" | "dcatApCompliance" | "licenceAvailability" | "knownLicence" | "accessRightsAvailability" | "accessRightsVocabularyAlignment" | "contactPointAvailability" | "publisherAvailability" | "rightsAvailability" | "byteSizeAvailability" | "dateIssuedAvailability" | "dateModifiedAvailability" | "hdabAvailability" | "legislationAvailability" | "healthCategoryAvailability" | "populationCoverageAvailability" | "sizeAvailability" | "sampleOrDictionaryAvailability" | "accessConditionsAvailability" | "qualityLabelAvailability";
                        pass: number;
                        points: number;
                        unknown: number;
                    }[];
                    /** @constant */
                    most: 405;
                };
            };
            station: string;
        };
        StationState: {
            id: string;
            /** @enum {string} */
            state: "live" | "onboarding" | "paused" | "retired";
        };
        StoredReport: {
            /** @description The EU catalogue would take it as it stands. */
            euReady: boolean;
            id: string;
            iri: string;
            report: {
                conforms: boolean;
                engine: string;
                infos: number;
                profile: string;
                results: {
                    component: string;
                    dataset: string;
                    /** @description What the rule wants of a value. */
                    expected: {
                        datatypes: string[];
                        nodeKind: string | null;
                        pattern: string | null;
                        schemes: string[];
                        values: string[];
                    } | null;
                    fix: {
                        /** @description The very change, when it is certain. */
                        change: {
                            after: string;
                            before: string;
                            newPredicate?: string;
                            predicate: string;
                            subject: string;
                        } | null;
                        nearest: {
                            label: string;
                            value: string;
                        }[];
                        /** @description Turtle about the focus node. */
                        patch: string | null;
                        text: components["schemas"]["LanguageMap"];
                    } | null;
                    focusNode: string;
                    label: components["schemas"]["LanguageMap"];
                    line: number | null;
                    message: components["schemas"]["LanguageMap"];
                    path: string | null;
                    /** @description Page of the standard. */
                    rule: string | null;
                    /** @enum {string} */
                    severity: "violation" | "warning" | "info";
                    sourceShape: string;
                    value: string | null;
                    /**
                     * @description `eu`: counts for the verdict of the EU alone.
                     * @enum {string}
                     */
                    verdict: "all" | "eu";
                }[];
                shapesHash: string;
                targets: number;
                variant: string | null;
                violations: number;
                warnings: number;
            } | null;
            version: number | null;
        };
        Suggestions: {
            items: {
                /** @description The facet to choose `value` of. */
                facet: string | null;
                /** @description Of a dataset. */
                id: string | null;
                /** @enum {string} */
                kind: "term" | "dataset" | "theme" | "publisher" | "variable";
                text: string;
                value: string | null;
            }[];
            q: string;
        };
        /** @description Why a document cannot be read, and where. */
        Trouble: {
            code: string;
            column: number | null;
            detail: string;
            excerpt: {
                firstLine: number;
                line: number;
                lines: string[];
            } | null;
            line: number | null;
            message: components["schemas"]["LanguageMap"];
        };
        ValidationJob: {
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            endedAt: string | null;
            /** @description When the state is failed. */
            error?: {
                code: string;
                detail: string;
                trouble?: components["schemas"]["Trouble"];
            };
            id: string;
            links: {
                /** Format: uri */
                report?: string;
                /** Format: uri */
                self: string;
            };
            profile?: string | null;
            progress: {
                done: number;
                total: number;
            };
            /** @enum {string} */
            state: "queued" | "running" | "done" | "failed" | "cancelled";
            station?: string | null;
        };
        Version: {
            actor: {
                /** @description Of the station. */
                id?: string;
                /** @enum {string} */
                kind: "station" | "operator" | "catalogue" | "hdab";
                /** @description Of the operator; for operators. */
                name?: string;
            };
            /** @enum {string} */
            cause: "harvest" | "pipeline" | "series" | "assertion" | "operator" | "source-gone" | "source-absent" | "station-removed" | "confirmation";
            current: boolean;
            /** @description A gap: replaced longer ago than versions are kept. */
            expired: {
                /** Format: date-time */
                at?: string;
            } | null;
            /** Format: date-time */
            from: string;
            hash?: string;
            links: {
                /** Format: uri */
                self: string;
            };
            n: number;
            periods: {
                actor: {
                    /** @description Of the station. */
                    id?: string;
                    /** @enum {string} */
                    kind: "station" | "operator" | "catalogue" | "hdab";
                    /** @description Of the operator; for operators. */
                    name?: string;
                };
                /** @enum {string} */
                cause: "harvest" | "pipeline" | "series" | "assertion" | "operator" | "source-gone" | "source-absent" | "station-removed" | "confirmation";
                /** @enum {string|null} */
                endedBy: "published" | "updated" | "reverted" | "returned" | "released" | "withdrawn" | "withheld" | "merged" | "redacted" | null;
                /** @enum {string} */
                event: "published" | "updated" | "reverted" | "returned" | "released" | "withdrawn" | "withheld" | "merged" | "redacted";
                /** Format: date-time */
                from: string;
                run: {
                    id: number;
                    links: {
                        /** Format: uri */
                        self: string;
                    };
                    of: number | null;
                    trigger: string;
                } | null;
                /** Format: date-time */
                to: string | null;
            }[];
            profile?: string | null;
            /** @description Places in the log of the catalogue. */
            published?: {
                /** Format: date-time */
                at: string;
                fromSeq: number;
                toSeq: number | null;
            } | null;
            /** Format: date-time */
            receivedAt: string;
            /** @description A gap: its content was removed. */
            redacted: {
                /** Format: date-time */
                at?: string;
                by?: string;
                reason?: string;
            } | null;
            run: {
                id: number;
                links: {
                    /** Format: uri */
                    self: string;
                };
                of: number | null;
                trigger: string;
            } | null;
            station: string;
            /** Format: date-time */
            to: string | null;
        };
    };
    responses: {
        /** @description A parameter is wrong; all mistakes are listed */
        BadRequest: {
            headers: {
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                "API-Version": components["headers"]["API-Version"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Bad Request",
                 *       "status": 400,
                 *       "detail": "The request has 1 mistake(s): colour: There is no parameter \"colour\".",
                 *       "instance": "urn:uuid:c19ac1d7-936e-48ed-a9ff-0c45c46a94c2",
                 *       "code": "request/bad-parameter",
                 *       "errors": [
                 *         {
                 *           "in": "query",
                 *           "location": "colour",
                 *           "code": "unknown",
                 *           "detail": "There is no parameter \"colour\"."
                 *         }
                 *       ]
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Not in this state: a run is under way, the run is not on hold, the station is paused or retired */
        Conflict: {
            headers: {
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                "API-Version": components["headers"]["API-Version"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Conflict",
                 *       "status": 409,
                 *       "detail": "Run 42 is not on hold.",
                 *       "instance": "urn:uuid:c19ac1d7-936e-48ed-a9ff-0c45c46a94c2",
                 *       "code": "request/conflict"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Too large */
        ContentTooLarge: {
            headers: {
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                "API-Version": components["headers"]["API-Version"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Content Too Large",
                 *       "status": 413,
                 *       "detail": "The body is larger than this address accepts.",
                 *       "instance": "urn:uuid:c19ac1d7-936e-48ed-a9ff-0c45c46a94c2",
                 *       "code": "request/too-large"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Another role is needed, or the request was made by a page of another site */
        Forbidden: {
            headers: {
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                "API-Version": components["headers"]["API-Version"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Forbidden",
                 *       "status": 403,
                 *       "detail": "the-auditor has the role auditor; this asks for operator.",
                 *       "instance": "urn:uuid:c19ac1d7-936e-48ed-a9ff-0c45c46a94c2",
                 *       "code": "request/forbidden"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Taken down by the operator, cancelled, or kept no more */
        Gone: {
            headers: {
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                "API-Version": components["headers"]["API-Version"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Gone",
                 *       "status": 410,
                 *       "detail": "The record was taken down by the operator of the catalogue.",
                 *       "instance": "urn:uuid:c19ac1d7-936e-48ed-a9ff-0c45c46a94c2",
                 *       "code": "request/gone"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Something went wrong on our side, or the server is being mended; also 503 with `Retry-After` */
        InternalServerError: {
            headers: {
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                "API-Version": components["headers"]["API-Version"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Internal Server Error",
                 *       "status": 500,
                 *       "detail": "Something went wrong on our side; the request id helps us to find it.",
                 *       "instance": "urn:uuid:c19ac1d7-936e-48ed-a9ff-0c45c46a94c2",
                 *       "code": "internal/error"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description None of the types asked for is available */
        NotAcceptable: {
            headers: {
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                "API-Version": components["headers"]["API-Version"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Not Acceptable",
                 *       "status": 406,
                 *       "detail": "None of the types asked for is available. Available: application/json, text/plain.",
                 *       "instance": "urn:uuid:c19ac1d7-936e-48ed-a9ff-0c45c46a94c2",
                 *       "code": "request/not-acceptable"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Nothing public is known under this id */
        NotFound: {
            headers: {
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                "API-Version": components["headers"]["API-Version"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Not Found",
                 *       "status": 404,
                 *       "detail": "There is no such record.",
                 *       "instance": "urn:uuid:c19ac1d7-936e-48ed-a9ff-0c45c46a94c2",
                 *       "code": "request/not-found"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description As you have it */
        NotModified: {
            headers: {
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                "API-Version": components["headers"]["API-Version"];
                ETag: components["headers"]["ETag"];
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description Not any more as `If-Match` says */
        PreconditionFailed: {
            headers: {
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                "API-Version": components["headers"]["API-Version"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Precondition Failed",
                 *       "status": 412,
                 *       "detail": "It is not any more as you saw it: somebody else was there first. Look again, then decide.",
                 *       "instance": "urn:uuid:c19ac1d7-936e-48ed-a9ff-0c45c46a94c2",
                 *       "code": "request/precondition-failed"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `If-Match` is missing */
        PreconditionRequired: {
            headers: {
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                "API-Version": components["headers"]["API-Version"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Precondition Required",
                 *       "status": 428,
                 *       "detail": "Say with If-Match what this is about: the ETag of what you looked at, or * for however it is now.",
                 *       "instance": "urn:uuid:c19ac1d7-936e-48ed-a9ff-0c45c46a94c2",
                 *       "code": "request/precondition-required"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Too many documents are waiting, or nothing can be written now */
        ServiceUnavailable: {
            headers: {
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                "API-Version": components["headers"]["API-Version"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Service Unavailable",
                 *       "status": 503,
                 *       "detail": "Too many documents are waiting. Try again in a minute.",
                 *       "instance": "urn:uuid:c19ac1d7-936e-48ed-a9ff-0c45c46a94c2",
                 *       "code": "request/unavailable"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Too many documents in a minute, or too many wrong tokens */
        TooManyRequests: {
            headers: {
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                "API-Version": components["headers"]["API-Version"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Too Many Requests",
                 *       "status": 429,
                 *       "detail": "Too many wrong tokens. Try again in 540 second(s).",
                 *       "instance": "urn:uuid:c19ac1d7-936e-48ed-a9ff-0c45c46a94c2",
                 *       "code": "request/too-many"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description A token is missing or wrong */
        Unauthorized: {
            headers: {
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                "API-Version": components["headers"]["API-Version"];
                "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Unauthorized",
                 *       "status": 401,
                 *       "detail": "The name or the token is not right.",
                 *       "instance": "urn:uuid:c19ac1d7-936e-48ed-a9ff-0c45c46a94c2",
                 *       "code": "request/unauthorized"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The document or address cannot be read; `trouble` says where and why */
        UnprocessableContent: {
            headers: {
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                "API-Version": components["headers"]["API-Version"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Unprocessable Content",
                 *       "status": 422,
                 *       "detail": "The address cannot be read.",
                 *       "instance": "urn:uuid:c19ac1d7-936e-48ed-a9ff-0c45c46a94c2",
                 *       "code": "request/unreachable-url"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Not a format that is read */
        UnsupportedMediaType: {
            headers: {
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                "API-Version": components["headers"]["API-Version"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Unsupported Media Type",
                 *       "status": 415,
                 *       "detail": "Send the body as application/json.",
                 *       "instance": "urn:uuid:c19ac1d7-936e-48ed-a9ff-0c45c46a94c2",
                 *       "code": "request/unsupported-media-type"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: {
        /**
         * @description Pages of any site may read it.
         * @example *
         */
        "Access-Control-Allow-Origin": "*";
        /**
         * @description Version of the API, in full.
         * @example 1.0.0
         */
        "API-Version": string;
        /**
         * @description Of this representation, strong: for `If-None-Match`, and for `If-Match` of a deed.
         * @example "b0VqUkR0RmY2dWJ1c2pTbzE4aXc"
         */
        ETag: string;
        /**
         * @description Where it goes on, and what belongs to it (RFC 8288).
         * @example <https://catalogue.example/api/v1/datasets?page=2>; rel="next"
         */
        Link: string;
        /**
         * @description Where to ask how it goes.
         * @example https://catalogue.example/api/v1/stations/umc-voorbeeld/runs/42
         */
        Location: string;
        /**
         * @description Seconds after which to ask again.
         * @example 5
         */
        "Retry-After": number;
        /**
         * @description Which credentials are taken.
         * @example Basic realm="operators", charset="UTF-8", Bearer realm="operators"
         */
        "WWW-Authenticate": string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listAudit: {
        parameters: {
            query?: {
                /**
                 * @description One kind of deed.
                 * @example run.released
                 */
                action?: "run.started" | "run.replayed" | "run.reverted" | "run.released" | "run.discarded" | "run.cancelled" | "station.added" | "station.changed" | "station.retired" | "station.emptied" | "station.state" | "station.key" | "record.withheld" | "record.released" | "record.redacted" | "record.merged" | "record.split" | "profile.installed" | "profile.removed" | "vocabulary.installed" | "vocabulary.removed" | "operator.added" | "operator.removed" | "ledger.backed-up" | "ledger.restored" | "ledger.repaired" | "projection.rebuilt" | "eu.paused" | "eu.resumed" | "eu.reconciled" | "query.unguarded" | "access.refused";
                /**
                 * @description Entries with a smaller number; `links.next` has it.
                 * @example 1200
                 */
                before?: number;
                /**
                 * @description Name of an operator, or of an account on the machine.
                 * @example the-operator
                 */
                by?: string;
                /**
                 * @description So many entries.
                 * @example 100
                 */
                limit?: number;
                /**
                 * @description From this instant on.
                 * @example 2026-01-01T00:00:00Z
                 */
                since?: string;
                /**
                 * @description Id of what the deed was done to.
                 * @example 42
                 */
                target?: string;
            };
            header?: {
                /**
                 * @description The `ETag` of an answer that you still have: 304 when it is the same.
                 * @example "b0VqUkR0RmY2dWJ1c2pTbzE4aXc"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "API-Version": components["headers"]["API-Version"];
                    ETag: components["headers"]["ETag"];
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "n": 21,
                     *           "at": "2026-03-02T01:49:31.313Z",
                     *           "by": "the-operator",
                     *           "via": "http",
                     *           "action": "station.state",
                     *           "target": "umc-voorbeeld",
                     *           "detail": {
                     *             "from": "live",
                     *             "to": "paused"
                     *           },
                     *           "hash": "1d33f9f0f33d628c5faa6b49e4dfb79dfb10d4c9911d56a62fa39117515e0639"
                     *         }
                     *       ],
                     *       "links": {
                     *         "self": "https://catalogue.example/api/v1/audit?limit=2",
                     *         "next": "https://catalogue.example/api/v1/audit?limit=2&before=20"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["AuditPage"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["InternalServerError"];
        };
    };
    getCentralId: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of an answer that you still have: 304 when it is the same.
                 * @example "b0VqUkR0RmY2dWJ1c2pTbzE4aXc"
                 */
                "If-None-Match"?: string;
            };
            path: {
                /**
                 * @description Identifier that the central platform gave.
                 * @example EU-DS-1A2B3C4D
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "API-Version": components["headers"]["API-Version"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "EU-DS-1A2B3C4D",
                     *       "kind": "dataset",
                     *       "iri": "http://fdp.umc-voorbeeld.example/dataset/hartfalen-cohort",
                     *       "dataset": {
                     *         "id": "fs5nuhidmig3px6h",
                     *         "url": "https://catalogue.example/datasets/fs5nuhidmig3px6h"
                     *       },
                     *       "since": "2026-03-01T01:49:42.889Z"
                     *     }
                     */
                    "application/json": {
                        dataset: {
                            id: string;
                            url: string;
                        } | null;
                        id: string;
                        iri: string | null;
                        /** @enum {string} */
                        kind: "dataset" | "catalogue" | "distribution";
                        /** Format: date-time */
                        since: string;
                    };
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["InternalServerError"];
        };
    };
    searchDatasets: {
        parameters: {
            query?: {
                /**
                 * @description Facet: access rights. May be repeated; any of the values will do.
                 * @example [
                 *       "RESTRICTED"
                 *     ]
                 */
                access?: string[];
                /**
                 * @description Facet: age group. May be repeated; any of the values will do.
                 * @example [
                 *       "adult"
                 *     ]
                 */
                age?: string[];
                /**
                 * @description Facet: category of electronic health data (EHDS, article 51). May be repeated; any of the values will do.
                 * @example [
                 *       "RQSH"
                 *     ]
                 */
                category?: string[];
                /**
                 * @description Facet: coding system. May be repeated; any of the values will do.
                 * @example [
                 *       "ICD-10"
                 *     ]
                 */
                coding?: string[];
                /**
                 * @description In the place of `page`: `*` begins a walk through all hits, and `links.next` of each answer goes on.
                 * @example *
                 */
                cursor?: string;
                /**
                 * @description Whether words of the health thesaurus are searched for as well.
                 * @example true
                 */
                expand?: boolean;
                /**
                 * @description Whether each item says why it stands where it does.
                 * @example false
                 */
                explain?: boolean;
                /**
                 * @description Comma-separated fields of the items to return, beside the id: id, iri, kind, title, description, descriptionLang, lang, publisher, holder, station, accessRights, accessFromSeries, modified, individuals, records, periodStart, periodEnd, regions, trusted, status, violations, variables, explanation, links.
                 * @example id,title,station
                 */
                fields?: string;
                /**
                 * @description Facet: file format. May be repeated; any of the values will do.
                 * @example [
                 *       "CSV"
                 *     ]
                 */
                format?: string[];
                /**
                 * @description First year of the period that a dataset must touch.
                 * @example 2015
                 */
                from?: number;
                /**
                 * @description Facet: whether variables are described. May be repeated; any of the values will do.
                 * @example [
                 *       "yes"
                 *     ]
                 */
                hasVariables?: string[];
                /**
                 * @description Facet: health data access body. May be repeated; any of the values will do.
                 * @example [
                 *       "hdab"
                 *     ]
                 */
                hdab?: string[];
                /**
                 * @description Facet: health theme. May be repeated; any of the values will do.
                 * @example [
                 *       "NONCOMMUNICABLE_DISEASES"
                 *     ]
                 */
                healthTheme?: string[];
                /**
                 * @description Facet: health data holder. May be repeated; any of the values will do.
                 * @example [
                 *       "umc-voorbeeld"
                 *     ]
                 */
                holder?: string[];
                /**
                 * @description Facet: number of individuals. May be repeated; any of the values will do.
                 * @example [
                 *       "over-1m"
                 *     ]
                 */
                individuals?: string[];
                /**
                 * @description Facet: data-quality label. May be repeated; any of the values will do.
                 * @example [
                 *       "verified"
                 *     ]
                 */
                label?: string[];
                /**
                 * @description Language of labels and texts.
                 * @example en
                 */
                lang?: "nl" | "en";
                /**
                 * @description Facet: language. May be repeated; any of the values will do.
                 * @example [
                 *       "NLD"
                 *     ]
                 */
                language?: string[];
                /**
                 * @description Page, from 1; page times pageSize may not exceed 10 000, beyond that follow `links.next`.
                 * @example 1
                 */
                page?: number;
                /**
                 * @description Items a page.
                 * @example 20
                 */
                pageSize?: number;
                /**
                 * @description Facet: whether there are personal data in it. May be repeated; any of the values will do.
                 * @example [
                 *       "personal"
                 *     ]
                 */
                personal?: string[];
                /**
                 * @description Facet: publisher. May be repeated; any of the values will do.
                 * @example [
                 *       "umc-voorbeeld"
                 *     ]
                 */
                publisher?: string[];
                /**
                 * @description What to find: words (all of them, the last one may be a beginning), "phrases", -exclusions, and publisher:, title:, keyword:, variable:, theme: or code: before a word; or an IRI or identifier.
                 * @example diabetes
                 */
                q?: string;
                /**
                 * @description Facet: region. May be repeated; any of the values will do.
                 * @example [
                 *       "NLD"
                 *     ]
                 */
                region?: string[];
                /**
                 * @description Facet: whether there is a sample. May be repeated; any of the values will do.
                 * @example [
                 *       "yes"
                 *     ]
                 */
                sample?: string[];
                /**
                 * @description Order; by default relevance with `q`, else modified.
                 * @example modified
                 */
                sort?: "relevance" | "modified" | "title" | "individuals";
                /**
                 * @description Facet: standard. May be repeated; any of the values will do.
                 * @example [
                 *       "FHIR"
                 *     ]
                 */
                standard?: string[];
                /**
                 * @description Facet: station that it comes from. May be repeated; any of the values will do.
                 * @example [
                 *       "umc-voorbeeld"
                 *     ]
                 */
                station?: string[];
                /**
                 * @description Facet: state. May be repeated; any of the values will do.
                 * @example [
                 *       "current"
                 *     ]
                 */
                status?: string[];
                /**
                 * @description Facet: theme. May be repeated; any of the values will do.
                 * @example [
                 *       "HEAL"
                 *     ]
                 */
                theme?: string[];
                /**
                 * @description Last year of the period that a dataset must touch.
                 * @example 2024
                 */
                to?: number;
                /**
                 * @description Facet: whether the holder is trusted. May be repeated; any of the values will do.
                 * @example [
                 *       "yes"
                 *     ]
                 */
                trusted?: string[];
                /**
                 * @description Facet: type of dataset. May be repeated; any of the values will do.
                 * @example [
                 *       "SYNTHETIC_DATA"
                 *     ]
                 */
                type?: string[];
                /**
                 * @description Whether `from` and `to` let datasets through that state no period.
                 * @example false
                 */
                undated?: boolean;
            };
            header?: {
                /**
                 * @description The `ETag` of an answer that you still have: 304 when it is the same.
                 * @example "b0VqUkR0RmY2dWJ1c2pTbzE4aXc"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "API-Version": components["headers"]["API-Version"];
                    ETag: components["headers"]["ETag"];
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "total": 3,
                     *       "page": 1,
                     *       "pageSize": 1,
                     *       "sort": "relevance",
                     *       "items": [
                     *         {
                     *           "id": "2w4b22lciapkrhyv",
                     *           "iri": "http://fdp.umc-voorbeeld.example/dataset/glucosesensor-diabetes",
                     *           "kind": "dataset",
                     *           "title": "Glucose sensor and insulin pump in type 1 diabetes",
                     *           "description": "Five-minute sensor glucose values and all pump deliveries of 612 participants over one year. Participants gave written consent and logged their meals in an app. The agreement with the manufacturer allows supply to researchers but not to companies.",
                     *           "descriptionLang": "en",
                     *           "publisher": {
                     *             "slug": "umc-voorbeeld",
                     *             "name": "UMC Example"
                     *           },
                     *           "holder": {
                     *             "slug": "umc-voorbeeld",
                     *             "name": "UMC Example"
                     *           },
                     *           "station": "umc-voorbeeld",
                     *           "accessRights": "RESTRICTED",
                     *           "accessFromSeries": false,
                     *           "modified": "2025-01-14",
                     *           "individuals": 612,
                     *           "records": 64100000,
                     *           "periodStart": "2022-09-01",
                     *           "periodEnd": "2023-12-31",
                     *           "regions": [
                     *             "Netherlands"
                     *           ],
                     *           "trusted": true,
                     *           "status": "current",
                     *           "violations": 0,
                     *           "variables": [],
                     *           "lang": "en",
                     *           "links": {
                     *             "self": "https://catalogue.example/api/v1/datasets/2w4b22lciapkrhyv",
                     *             "page": "https://catalogue.example/datasets/2w4b22lciapkrhyv"
                     *           }
                     *         }
                     *       ],
                     *       "facets": {
                     *         "access": [
                     *           {
                     *             "value": "RESTRICTED",
                     *             "label": "restricted",
                     *             "count": 2,
                     *             "selected": false
                     *           }
                     *         ],
                     *         "healthTheme": [
                     *           {
                     *             "value": "NONCOMMUNICABLE_DISEASES",
                     *             "label": "Noncommunicable diseases: metabolic and cardiopulmonary",
                     *             "count": 2,
                     *             "selected": false
                     *           }
                     *         ]
                     *       },
                     *       "expansions": [
                     *         {
                     *           "text": "suikerziekte",
                     *           "concept": "https://w3id.org/ndc/thesaurus/diabetes-mellitus",
                     *           "label": "diabetes mellitus",
                     *           "terms": [
                     *             "diabetes mellitus"
                     *           ]
                     *         }
                     *       ],
                     *       "corrections": [
                     *         {
                     *           "from": "suikerzikte",
                     *           "to": "suikerziekte"
                     *         }
                     *       ],
                     *       "relaxed": null,
                     *       "links": {
                     *         "self": "https://catalogue.example/api/v1/datasets?q=suikerzikte&pageSize=1&page=1",
                     *         "first": "https://catalogue.example/api/v1/datasets?q=suikerzikte&pageSize=1&page=1",
                     *         "last": "https://catalogue.example/api/v1/datasets?q=suikerzikte&pageSize=1&page=3",
                     *         "next": "https://catalogue.example/api/v1/datasets?q=suikerzikte&pageSize=1&page=2"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["SearchPage"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            410: components["responses"]["Gone"];
            default: components["responses"]["InternalServerError"];
        };
    };
    getDataset: {
        parameters: {
            query?: {
                /**
                 * @description As the catalogue published it then: at the end of that day (Europe/Amsterdam), or at that instant.
                 * @example 2026-01-01
                 */
                asOf?: string;
                /**
                 * @description Language of labels.
                 * @example en
                 */
                lang?: "nl" | "en";
            };
            header?: {
                /**
                 * @description The `ETag` of an answer that you still have: 304 when it is the same.
                 * @example "b0VqUkR0RmY2dWJ1c2pTbzE4aXc"
                 */
                "If-None-Match"?: string;
            };
            path: {
                /**
                 * @description Id of a record, or its IRI percent-encoded.
                 * @example fs5nuhidmig3px6h
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "API-Version": components["headers"]["API-Version"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "fs5nuhidmig3px6h",
                     *       "iri": "http://fdp.umc-voorbeeld.example/dataset/hartfalen-cohort",
                     *       "kind": "dataset",
                     *       "state": "current",
                     *       "station": {
                     *         "id": "umc-voorbeeld",
                     *         "title": {
                     *           "nl": [
                     *             "UMC Voorbeeld"
                     *           ],
                     *           "en": [
                     *             "UMC Example"
                     *           ]
                     *         },
                     *         "kind": "holder",
                     *         "state": "live"
                     *       },
                     *       "version": 2,
                     *       "firstSeenAt": "2026-03-02T01:49:41.374Z",
                     *       "lastSeenAt": "2026-03-02T01:49:42.350Z",
                     *       "lastChangedAt": "2026-03-02T01:49:42.355Z",
                     *       "publishedAt": "2026-03-02T01:49:41.375Z",
                     *       "confirmedAt": "2026-03-02T01:49:42.350Z",
                     *       "heldUpdate": null,
                     *       "stateReason": null,
                     *       "stateSince": null,
                     *       "sourceUrl": "http://fdp.umc-voorbeeld.example/dataset/hartfalen-cohort",
                     *       "otherStations": [
                     *         "regio-aggregator"
                     *       ],
                     *       "title": {
                     *         "nl": [
                     *           "Cohort hartfalen met behouden pompfunctie"
                     *         ],
                     *         "en": [
                     *           "Cohort of heart failure with preserved ejection fraction"
                     *         ]
                     *       },
                     *       "sourceModifiedAt": "2026-02-11",
                     *       "description": {
                     *         "iri": "http://fdp.umc-voorbeeld.example/dataset/hartfalen-cohort",
                     *         "kind": "dataset",
                     *         "title": {
                     *           "nl": [
                     *             "Cohort hartfalen met behouden pompfunctie"
                     *           ],
                     *           "en": [
                     *             "Cohort of heart failure with preserved ejection fraction"
                     *           ]
                     *         },
                     *         "description": {
                     *           "nl": [
                     *             "Jaarlijkse echo, inspanningstest, bloedafname en vragenlijsten van 1.860 mensen met hartfalen en een ejectiefractie van vijftig procent of meer. De eerste deelnemers werden in 2015 ingesloten door negen poliklinieken. Ziekenhuisopnames en sterfte worden tien jaar gevolgd."
                     *           ],
                     *           "en": [
                     *             "Yearly echocardiography, exercise test, blood sampling and questionnaires of 1,860 people with heart failure and an ejection fraction of fifty percent or more. Nine outpatient clinics enrolled the first participants in 2015. Hospital admissions and mortality are followed for ten years."
                     *           ]
                     *         },
                     *         "keywords": {
                     *           "en": [
                     *             "cohort"
                     *           ],
                     *           "nl": [
                     *             "cohort"
                     *           ]
                     *         },
                     *         "accessRights": [
                     *           "http://publications.europa.eu/resource/authority/access-right/RESTRICTED"
                     *         ],
                     *         "healthCategories": [
                     *           "https://hdeu-dcat.data.health.europa.eu/resource/authority/healthcategories/EINS"
                     *         ],
                     *         "healthThemes": [
                     *           "https://hdeu-dcat.data.health.europa.eu/resource/authority/health-theme/NONCOMMUNICABLE_DISEASES"
                     *         ],
                     *         "themes": [
                     *           "http://publications.europa.eu/resource/authority/data-theme/HEAL"
                     *         ],
                     *         "publisher": {
                     *           "iri": "https://umc-voorbeeld.example/",
                     *           "name": {
                     *             "en": [
                     *               "UMC Example"
                     *             ],
                     *             "nl": [
                     *               "UMC Voorbeeld"
                     *             ]
                     *           },
                     *           "types": [
                     *             "https://hdeu-dcat.data.health.europa.eu/resource/authority/publisher-type/healthcare-providers"
                     *           ],
                     *           "description": {
                     *             "nl": [
                     *               "Academisch ziekenhuis met eigen onderzoeksomgeving."
                     *             ]
                     *           },
                     *           "homepage": null,
                     *           "email": "data@umc-voorbeeld.example",
                     *           "contactPage": "https://umc-voorbeeld.example/data",
                     *           "telephone": null
                     *         },
                     *         "numberOfUniqueIndividuals": 1860,
                     *         "distributions": [
                     *           {
                     *             "iri": "http://fdp.umc-voorbeeld.example/distribution/hartfalen-cohort",
                     *             "title": {
                     *               "nl": [
                     *                 "Bezoekgegevens"
                     *               ],
                     *               "en": [
                     *                 "Visit data"
                     *               ]
                     *             },
                     *             "accessUrls": [
                     *               "https://umc-voorbeeld.example/gegevens/hartfalen-cohort/aanvragen"
                     *             ],
                     *             "format": "http://publications.europa.eu/resource/authority/file-type/CSV"
                     *           }
                     *         ]
                     *       },
                     *       "enriched": [],
                     *       "trustedHolder": true,
                     *       "holder": {
                     *         "slug": "umc-voorbeeld",
                     *         "name": {
                     *           "nl": [
                     *             "UMC Voorbeeld"
                     *           ],
                     *           "en": [
                     *             "UMC Example"
                     *           ]
                     *         }
                     *       },
                     *       "publisher": {
                     *         "slug": "umc-voorbeeld",
                     *         "name": {
                     *           "nl": [
                     *             "UMC Voorbeeld"
                     *           ],
                     *           "en": [
                     *             "UMC Example"
                     *           ]
                     *         }
                     *       },
                     *       "series": [],
                     *       "members": [],
                     *       "versions": [],
                     *       "previous": [],
                     *       "partOf": [
                     *         {
                     *           "iri": "http://fdp.umc-voorbeeld.example/catalog/onderzoek",
                     *           "id": null,
                     *           "title": {}
                     *         }
                     *       ],
                     *       "parts": [],
                     *       "sources": [],
                     *       "related": [],
                     *       "services": [],
                     *       "servedDatasets": [],
                     *       "euReady": true,
                     *       "linkChecks": [],
                     *       "overdue": false,
                     *       "concepts": {
                     *         "http://publications.europa.eu/resource/authority/access-right/RESTRICTED": {
                     *           "code": "RESTRICTED",
                     *           "label": "restricted"
                     *         },
                     *         "https://hdeu-dcat.data.health.europa.eu/resource/authority/healthcategories/EINS": {
                     *           "code": "EINS",
                     *           "label": "Health data from biobanks and associated databases"
                     *         }
                     *       },
                     *       "validation": {
                     *         "profile": "healthdcat-ap-r8",
                     *         "violations": 0,
                     *         "warnings": 17
                     *       },
                     *       "links": {
                     *         "self": "https://catalogue.example/api/v1/datasets/fs5nuhidmig3px6h",
                     *         "page": "https://catalogue.example/datasets/fs5nuhidmig3px6h",
                     *         "versions": "https://catalogue.example/api/v1/datasets/fs5nuhidmig3px6h/versions",
                     *         "report": "https://catalogue.example/api/v1/datasets/fs5nuhidmig3px6h/report",
                     *         "quality": "https://catalogue.example/api/v1/datasets/fs5nuhidmig3px6h/quality",
                     *         "turtle": "https://catalogue.example/datasets/fs5nuhidmig3px6h.ttl",
                     *         "provenance": "https://catalogue.example/records/fs5nuhidmig3px6h/provenance"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Record"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["Gone"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["InternalServerError"];
        };
    };
    getQuality: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of an answer that you still have: 304 when it is the same.
                 * @example "b0VqUkR0RmY2dWJ1c2pTbzE4aXc"
                 */
                "If-None-Match"?: string;
            };
            path: {
                /**
                 * @description Id of a record, or its IRI percent-encoded.
                 * @example fs5nuhidmig3px6h
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "API-Version": components["headers"]["API-Version"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "fs5nuhidmig3px6h",
                     *       "iri": "http://fdp.umc-voorbeeld.example/dataset/hartfalen-cohort",
                     *       "version": 2,
                     *       "assessedAt": "2026-03-02T01:49:42.355Z",
                     *       "scores": {
                     *         "mqa": {
                     *           "score": 290,
                     *           "most": 405,
                     *           "band": "good",
                     *           "distribution": "http://fdp.umc-voorbeeld.example/distribution/hartfalen-cohort",
                     *           "dimensions": [
                     *             {
                     *               "dimension": "findability",
                     *               "points": 100,
                     *               "most": 100
                     *             }
                     *           ],
                     *           "indicators": [
                     *             {
                     *               "indicator": "keywordAvailability",
                     *               "metric": "https://piveau.eu/ns/voc#keywordAvailability",
                     *               "dimension": "findability",
                     *               "points": 30,
                     *               "mark": "pass"
                     *             },
                     *             {
                     *               "indicator": "categoryAvailability",
                     *               "metric": "https://piveau.eu/ns/voc#categoryAvailability",
                     *               "dimension": "findability",
                     *               "points": 30,
                     *               "mark": "pass"
                     *             }
                     *           ]
                     *         },
                     *         "health": {
                     *           "score": 390,
                     *           "most": 405,
                     *           "band": "excellent",
                     *           "distribution": "http://fdp.umc-voorbeeld.example/distribution/hartfalen-cohort",
                     *           "dimensions": [
                     *             {
                     *               "dimension": "findability",
                     *               "points": 100,
                     *               "most": 100
                     *             }
                     *           ],
                     *           "indicators": [
                     *             {
                     *               "indicator": "hdabAvailability",
                     *               "metric": "https://w3id.org/ndc/ns#hdabAvailability",
                     *               "dimension": "health",
                     *               "points": 15,
                     *               "mark": "pass"
                     *             },
                     *             {
                     *               "indicator": "legislationAvailability",
                     *               "metric": "https://w3id.org/ndc/ns#legislationAvailability",
                     *               "dimension": "health",
                     *               "points": 10,
                     *               "mark": "pass"
                     *             }
                     *           ]
                     *         }
                     *       },
                     *       "checklist": [
                     *         {
                     *           "action": "licence",
                     *           "mqa": 10,
                     *           "health": 10,
                     *           "indicators": [
                     *             "knownLicence"
                     *           ]
                     *         }
                     *       ],
                     *       "report": {
                     *         "profile": "healthdcat-ap-r8",
                     *         "violations": 0,
                     *         "warnings": 17,
                     *         "infos": 0
                     *       },
                     *       "linkChecks": [],
                     *       "label": [
                     *         {
                     *           "state": "verified",
                     *           "at": "2026-09-25T10:00:00Z",
                     *           "from": null,
                     *           "to": null,
                     *           "by": "https://hdab.example/",
                     *           "byName": {
                     *             "nl": [
                     *               "Toegangsinstantie Gezondheidsgegevens Voorbeeld"
                     *             ],
                     *             "en": [
                     *               "Example Health Data Access Body"
                     *             ]
                     *           },
                     *           "evidence": "https://hdab.example/labels/hartfalen-cohort",
                     *           "comment": "Documentation of the data-quality label read and found in order.",
                     *           "inForce": true
                     *         }
                     *       ],
                     *       "trustedHolder": {
                     *         "at": "2026-09-23T10:00:00Z",
                     *         "from": "2026-09-01",
                     *         "to": "2027-08-31",
                     *         "by": "https://hdab.example/",
                     *         "byName": {
                     *           "nl": [
                     *             "Toegangsinstantie Gezondheidsgegevens Voorbeeld"
                     *           ],
                     *           "en": [
                     *             "Example Health Data Access Body"
                     *           ]
                     *         },
                     *         "evidence": null,
                     *         "comment": "Designated as trusted health data holder for a trial period."
                     *       },
                     *       "trend": [
                     *         {
                     *           "n": 2,
                     *           "at": "2026-03-02T01:49:42.350Z",
                     *           "profile": "healthdcat-ap-r8",
                     *           "violations": 0,
                     *           "warnings": 17
                     *         }
                     *       ],
                     *       "links": {
                     *         "self": "https://catalogue.example/api/v1/datasets/fs5nuhidmig3px6h/quality",
                     *         "page": "https://catalogue.example/datasets/fs5nuhidmig3px6h/quality",
                     *         "turtle": "https://catalogue.example/datasets/fs5nuhidmig3px6h/quality.ttl",
                     *         "report": "https://catalogue.example/api/v1/datasets/fs5nuhidmig3px6h/report"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Quality"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["Gone"];
            default: components["responses"]["InternalServerError"];
        };
    };
    getReport: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of an answer that you still have: 304 when it is the same.
                 * @example "b0VqUkR0RmY2dWJ1c2pTbzE4aXc"
                 */
                "If-None-Match"?: string;
            };
            path: {
                /**
                 * @description Id of a record, or its IRI percent-encoded.
                 * @example fs5nuhidmig3px6h
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "API-Version": components["headers"]["API-Version"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "fs5nuhidmig3px6h",
                     *       "iri": "http://fdp.umc-voorbeeld.example/dataset/hartfalen-cohort",
                     *       "version": 2,
                     *       "euReady": true,
                     *       "report": {
                     *         "profile": "healthdcat-ap-r8",
                     *         "variant": "healthdcat-ap-r8/restricted",
                     *         "conforms": false,
                     *         "violations": 0,
                     *         "warnings": 17,
                     *         "infos": 0,
                     *         "targets": 23,
                     *         "results": [
                     *           {
                     *             "label": {
                     *               "nl": [
                     *                 "Codewaarde"
                     *               ],
                     *               "en": [
                     *                 "Code value"
                     *               ]
                     *             },
                     *             "rule": "https://code.europa.eu/healthdataeu/healthdcat-ap",
                     *             "expected": null,
                     *             "verdict": "all",
                     *             "severity": "warning",
                     *             "dataset": "http://fdp.umc-voorbeeld.example/dataset/hartfalen-cohort",
                     *             "focusNode": "http://fdp.umc-voorbeeld.example/dataset/hartfalen-cohort",
                     *             "path": "http://healthdataportal.eu/ns/health#hasCodeValues",
                     *             "component": "MinCount",
                     *             "sourceShape": "https://w3id.org/ndc/shapes/healthdcat-ap-r8#Dataset-hasCodeValues-min",
                     *             "value": null,
                     *             "message": {
                     *               "nl": [
                     *                 "De dataset heeft geen codewaarde (healthdcatap:hasCodeValues). Dit veld is aanbevolen."
                     *               ],
                     *               "en": [
                     *                 "The dataset has no code value (healthdcatap:hasCodeValues). This field is recommended."
                     *               ]
                     *             },
                     *             "line": 25,
                     *             "fix": {
                     *               "change": null,
                     *               "nearest": [],
                     *               "text": {
                     *                 "nl": [
                     *                   "Vul het veld codewaarde in (healthdcatap:hasCodeValues)."
                     *                 ],
                     *                 "en": [
                     *                   "Fill in the code value (healthdcatap:hasCodeValues)."
                     *                 ]
                     *               },
                     *               "patch": "@prefix healthdcatap: <http://healthdataportal.eu/ns/health#> .\n<http://fdp.umc-voorbeeld.example/dataset/hartfalen-cohort> healthdcatap:hasCodeValues \"ICD-10: I50\"@en ."
                     *             }
                     *           }
                     *         ],
                     *         "engine": "shacl-engine 1.1.2",
                     *         "shapesHash": "a4f0a56409813a5cbdbddee9ad348971a09bad66a5bdb8679eae8201bb0227a6"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["StoredReport"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["Gone"];
            default: components["responses"]["InternalServerError"];
        };
    };
    listVersions: {
        parameters: {
            query?: {
                /**
                 * @description As the catalogue published it then: at the end of that day (Europe/Amsterdam), or at that instant.
                 * @example 2026-01-01
                 */
                asOf?: string;
            };
            header?: {
                /**
                 * @description The `ETag` of an answer that you still have: 304 when it is the same.
                 * @example "b0VqUkR0RmY2dWJ1c2pTbzE4aXc"
                 */
                "If-None-Match"?: string;
            };
            path: {
                /**
                 * @description Id of a record, or its IRI percent-encoded.
                 * @example fs5nuhidmig3px6h
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "API-Version": components["headers"]["API-Version"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "fs5nuhidmig3px6h",
                     *       "iri": "http://fdp.umc-voorbeeld.example/dataset/hartfalen-cohort",
                     *       "items": [
                     *         {
                     *           "n": 2,
                     *           "receivedAt": "2026-03-02T01:49:42.350Z",
                     *           "station": "umc-voorbeeld",
                     *           "profile": "healthdcat-ap-r8",
                     *           "hash": "6a97560affb2cdb7b212d11f30fe50cb3b8fd919820259d0c5d18727627fe836",
                     *           "published": {
                     *             "fromSeq": 127,
                     *             "toSeq": null,
                     *             "at": "2026-03-02T01:49:42.355Z"
                     *           },
                     *           "current": true,
                     *           "from": "2026-03-02T01:49:42.355Z",
                     *           "to": null,
                     *           "cause": "harvest",
                     *           "actor": {
                     *             "kind": "station",
                     *             "id": "umc-voorbeeld"
                     *           },
                     *           "run": {
                     *             "id": 8,
                     *             "trigger": "manual",
                     *             "of": null,
                     *             "links": {
                     *               "self": "https://catalogue.example/api/v1/stations/umc-voorbeeld/runs/8"
                     *             }
                     *           },
                     *           "periods": [
                     *             {
                     *               "from": "2026-03-02T01:49:42.355Z",
                     *               "to": null,
                     *               "event": "updated",
                     *               "cause": "harvest",
                     *               "actor": {
                     *                 "kind": "station",
                     *                 "id": "umc-voorbeeld"
                     *               },
                     *               "run": {
                     *                 "id": 8,
                     *                 "trigger": "manual",
                     *                 "of": null,
                     *                 "links": {
                     *                   "self": "https://catalogue.example/api/v1/stations/umc-voorbeeld/runs/8"
                     *                 }
                     *               },
                     *               "endedBy": null
                     *             }
                     *           ],
                     *           "redacted": null,
                     *           "expired": null,
                     *           "links": {
                     *             "self": "https://catalogue.example/api/v1/datasets/fs5nuhidmig3px6h/versions/2"
                     *           }
                     *         }
                     *       ],
                     *       "entries": [
                     *         {
                     *           "cause": "harvest",
                     *           "actor": {
                     *             "kind": "station",
                     *             "id": "umc-voorbeeld"
                     *           },
                     *           "run": {
                     *             "id": 8,
                     *             "trigger": "manual",
                     *             "of": null,
                     *             "links": {
                     *               "self": "https://catalogue.example/api/v1/stations/umc-voorbeeld/runs/8"
                     *             }
                     *           },
                     *           "at": "2026-03-02T01:49:42.355Z",
                     *           "event": "updated",
                     *           "version": 2
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        asOf?: string;
                        entries: components["schemas"]["HistoryEntry"][];
                        id: string;
                        iri: string;
                        items: components["schemas"]["Version"][];
                    };
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["Gone"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["InternalServerError"];
        };
    };
    getVersion: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of an answer that you still have: 304 when it is the same.
                 * @example "b0VqUkR0RmY2dWJ1c2pTbzE4aXc"
                 */
                "If-None-Match"?: string;
            };
            path: {
                /**
                 * @description Id of a record, or its IRI percent-encoded.
                 * @example fs5nuhidmig3px6h
                 */
                id: string;
                /**
                 * @description Number of a version, from 1.
                 * @example 1
                 */
                n: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "API-Version": components["headers"]["API-Version"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 90,
                     *       "record": "fs5nuhidmig3px6h",
                     *       "station": "umc-voorbeeld",
                     *       "n": 2,
                     *       "receivedAt": "2026-03-02T01:49:42.350Z",
                     *       "run": {
                     *         "id": 8,
                     *         "trigger": "manual",
                     *         "of": null,
                     *         "links": {
                     *           "self": "https://catalogue.example/api/v1/stations/umc-voorbeeld/runs/8"
                     *         }
                     *       },
                     *       "receivedHash": "52783b7c5a16a68eebaf0d3664ab239cbf1d1b237c00470975165bd72531e9ac",
                     *       "canonicalHash": "6a97560affb2cdb7b212d11f30fe50cb3b8fd919820259d0c5d18727627fe836",
                     *       "pipeline": "ndc-pipeline-1",
                     *       "profile": "healthdcat-ap-r8",
                     *       "admission": {
                     *         "verdict": "admitted-with-warnings",
                     *         "profile": "healthdcat-ap-r8",
                     *         "reasons": [],
                     *         "eu": true
                     *       },
                     *       "published": {
                     *         "fromSeq": 127,
                     *         "toSeq": null,
                     *         "at": "2026-03-02T01:49:42.355Z"
                     *       },
                     *       "hash": "6a97560affb2cdb7b212d11f30fe50cb3b8fd919820259d0c5d18727627fe836",
                     *       "current": true,
                     *       "from": "2026-03-02T01:49:42.355Z",
                     *       "to": null,
                     *       "cause": "harvest",
                     *       "actor": {
                     *         "kind": "station",
                     *         "id": "umc-voorbeeld"
                     *       },
                     *       "periods": [
                     *         {
                     *           "from": "2026-03-02T01:49:42.355Z",
                     *           "to": null,
                     *           "event": "updated",
                     *           "cause": "harvest",
                     *           "actor": {
                     *             "kind": "station",
                     *             "id": "umc-voorbeeld"
                     *           },
                     *           "run": {
                     *             "id": 8,
                     *             "trigger": "manual",
                     *             "of": null,
                     *             "links": {
                     *               "self": "https://catalogue.example/api/v1/stations/umc-voorbeeld/runs/8"
                     *             }
                     *           },
                     *           "endedBy": null
                     *         }
                     *       ],
                     *       "redacted": null,
                     *       "expired": null,
                     *       "links": {
                     *         "self": "https://catalogue.example/api/v1/datasets/fs5nuhidmig3px6h/versions/2"
                     *       },
                     *       "description": {
                     *         "iri": "http://fdp.umc-voorbeeld.example/dataset/hartfalen-cohort",
                     *         "kind": "dataset",
                     *         "title": {
                     *           "nl": [
                     *             "Cohort hartfalen met behouden pompfunctie"
                     *           ],
                     *           "en": [
                     *             "Cohort of heart failure with preserved ejection fraction"
                     *           ]
                     *         },
                     *         "description": {
                     *           "nl": [
                     *             "Jaarlijkse echo, inspanningstest, bloedafname en vragenlijsten van 1.860 mensen met hartfalen en een ejectiefractie van vijftig procent of meer. De eerste deelnemers werden in 2015 ingesloten door negen poliklinieken. Ziekenhuisopnames en sterfte worden tien jaar gevolgd."
                     *           ],
                     *           "en": [
                     *             "Yearly echocardiography, exercise test, blood sampling and questionnaires of 1,860 people with heart failure and an ejection fraction of fifty percent or more. Nine outpatient clinics enrolled the first participants in 2015. Hospital admissions and mortality are followed for ten years."
                     *           ]
                     *         },
                     *         "keywords": {
                     *           "en": [
                     *             "cohort"
                     *           ],
                     *           "nl": [
                     *             "cohort"
                     *           ]
                     *         },
                     *         "accessRights": [
                     *           "http://publications.europa.eu/resource/authority/access-right/RESTRICTED"
                     *         ],
                     *         "healthCategories": [
                     *           "https://hdeu-dcat.data.health.europa.eu/resource/authority/healthcategories/EINS"
                     *         ],
                     *         "healthThemes": [
                     *           "https://hdeu-dcat.data.health.europa.eu/resource/authority/health-theme/NONCOMMUNICABLE_DISEASES"
                     *         ],
                     *         "themes": [
                     *           "http://publications.europa.eu/resource/authority/data-theme/HEAL"
                     *         ],
                     *         "publisher": {
                     *           "iri": "https://umc-voorbeeld.example/",
                     *           "name": {
                     *             "en": [
                     *               "UMC Example"
                     *             ],
                     *             "nl": [
                     *               "UMC Voorbeeld"
                     *             ]
                     *           },
                     *           "types": [
                     *             "https://hdeu-dcat.data.health.europa.eu/resource/authority/publisher-type/healthcare-providers"
                     *           ],
                     *           "description": {
                     *             "nl": [
                     *               "Academisch ziekenhuis met eigen onderzoeksomgeving."
                     *             ]
                     *           },
                     *           "homepage": null,
                     *           "email": "data@umc-voorbeeld.example",
                     *           "contactPage": "https://umc-voorbeeld.example/data",
                     *           "telephone": null
                     *         },
                     *         "numberOfUniqueIndividuals": 1860,
                     *         "distributions": [
                     *           {
                     *             "iri": "http://fdp.umc-voorbeeld.example/distribution/hartfalen-cohort",
                     *             "title": {
                     *               "nl": [
                     *                 "Bezoekgegevens"
                     *               ],
                     *               "en": [
                     *                 "Visit data"
                     *               ]
                     *             },
                     *             "accessUrls": [
                     *               "https://umc-voorbeeld.example/gegevens/hartfalen-cohort/aanvragen"
                     *             ],
                     *             "format": "http://publications.europa.eu/resource/authority/file-type/CSV"
                     *           }
                     *         ]
                     *       },
                     *       "changedFields": [
                     *         "isPartOf"
                     *       ],
                     *       "changes": [
                     *         {
                     *           "path": "dcat:distribution/dct:isPartOf",
                     *           "removed": [],
                     *           "added": [
                     *             "http://fdp.umc-voorbeeld.example/dataset/hartfalen-cohort"
                     *           ]
                     *         }
                     *       ],
                     *       "previous": 1
                     *     }
                     */
                    "application/json": components["schemas"]["Version"] & {
                        admission?: {
                            eu: boolean;
                            profile: string | null;
                            reasons: {
                                code: string;
                                detail: string;
                            }[];
                            /** @enum {string} */
                            verdict: "admitted" | "admitted-with-warnings" | "held";
                        };
                        /** @description SHA-256 of its canonical form. */
                        canonicalHash?: string;
                        changedFields: string[] | null;
                        changes: {
                            added: string[];
                            path: string;
                            removed: string[];
                        }[] | null;
                        description: components["schemas"]["Description"];
                        id: number;
                        pipeline?: string;
                        previous: number | null;
                        /** @description SHA-256 of the document it came in. */
                        receivedHash?: string;
                        record: string;
                    };
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["Gone"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["InternalServerError"];
        };
    };
    listDeeds: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of an answer that you still have: 304 when it is the same.
                 * @example "b0VqUkR0RmY2dWJ1c2pTbzE4aXc"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "API-Version": components["headers"]["API-Version"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "092d19575f6a07039b8497a0148f2090",
                     *           "deed": "run",
                     *           "station": "umc-voorbeeld",
                     *           "by": "the-operator",
                     *           "askedAt": "2026-03-02T01:49:31.259Z",
                     *           "state": "waiting",
                     *           "waitsFor": {
                     *             "kind": "host",
                     *             "host": "fdp.umc-voorbeeld.example",
                     *             "station": "umc-voorbeeld"
                     *           },
                     *           "run": null,
                     *           "detail": null,
                     *           "links": {
                     *             "self": "https://catalogue.example/api/v1/deeds/092d19575f6a07039b8497a0148f2090"
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["Deed"][];
                    };
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["InternalServerError"];
        };
    };
    getDeed: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of an answer that you still have: 304 when it is the same.
                 * @example "b0VqUkR0RmY2dWJ1c2pTbzE4aXc"
                 */
                "If-None-Match"?: string;
            };
            path: {
                /**
                 * @description Id of a deed that waits, as its `Location` has it.
                 * @example 7c9e6679f4254e2abb3f6f2d9f1c0a11
                 */
                deed: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "API-Version": components["headers"]["API-Version"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "092d19575f6a07039b8497a0148f2090",
                     *       "deed": "run",
                     *       "station": "umc-voorbeeld",
                     *       "by": "the-operator",
                     *       "askedAt": "2026-03-02T01:49:31.259Z",
                     *       "state": "waiting",
                     *       "waitsFor": {
                     *         "kind": "host",
                     *         "host": "fdp.umc-voorbeeld.example",
                     *         "station": "umc-voorbeeld"
                     *       },
                     *       "run": null,
                     *       "detail": null,
                     *       "links": {
                     *         "self": "https://catalogue.example/api/v1/deeds/092d19575f6a07039b8497a0148f2090"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Deed"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["InternalServerError"];
        };
    };
    leaveLine: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The ETag of what the deed is about, as you saw it, or `*` for however it is now.
                 * @example "b0VqUkR0RmY2dWJ1c2pTbzE4aXc"
                 */
                "If-Match": string;
            };
            path: {
                /**
                 * @description Id of a deed that waits, as its `Location` has it.
                 * @example 7c9e6679f4254e2abb3f6f2d9f1c0a11
                 */
                deed: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is out of the line */
            204: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "API-Version": components["headers"]["API-Version"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            428: components["responses"]["PreconditionRequired"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["InternalServerError"];
        };
    };
    getFederation: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of an answer that you still have: 304 when it is the same.
                 * @example "b0VqUkR0RmY2dWJ1c2pTbzE4aXc"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "API-Version": components["headers"]["API-Version"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "isConfigured": true,
                     *       "isPaused": false,
                     *       "pausedSince": null,
                     *       "needsReconciliation": false,
                     *       "standings": {
                     *         "in-step": 44,
                     *         "waiting": 0,
                     *         "blocked": 42,
                     *         "refused": 1,
                     *         "failed": 0,
                     *         "deletion-due": 0,
                     *         "absent": 0
                     *       },
                     *       "messages": {
                     *         "accepted": 44,
                     *         "refused": 1
                     *       },
                     *       "reconciliation": null,
                     *       "links": {
                     *         "self": "https://catalogue.example/api/v1/federation",
                     *         "records": "https://catalogue.example/api/v1/federation/records"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["EuSummary"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            default: components["responses"]["InternalServerError"];
        };
    };
    tellOutcome: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "messageId": "5d41402abc4b2a76b9719d911017c592",
                 *       "status": "accepted",
                 *       "datasetId": "EU-DS-1A2B3C4D"
                 *     }
                 */
                "application/json": Record<string, unknown>;
            };
        };
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "API-Version": components["headers"]["API-Version"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "taken": true
                     *     }
                     */
                    "application/json": {
                        /** @description False for what was known, or is about no message of ours. */
                        taken: boolean;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            default: components["responses"]["InternalServerError"];
        };
    };
    pauseFederation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "API-Version": components["headers"]["API-Version"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "isConfigured": true,
                     *       "isPaused": true,
                     *       "pausedSince": "2026-03-02T01:49:40.889Z",
                     *       "needsReconciliation": false,
                     *       "standings": {
                     *         "in-step": 44,
                     *         "waiting": 0,
                     *         "blocked": 42,
                     *         "refused": 1,
                     *         "failed": 0,
                     *         "deletion-due": 0,
                     *         "absent": 0
                     *       },
                     *       "messages": {
                     *         "accepted": 44,
                     *         "refused": 1
                     *       },
                     *       "reconciliation": null,
                     *       "links": {
                     *         "self": "https://catalogue.example/api/v1/federation",
                     *         "records": "https://catalogue.example/api/v1/federation/records"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["EuSummary"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["InternalServerError"];
        };
    };
    reconcileFederation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "API-Version": components["headers"]["API-Version"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "at": "2026-03-02T01:49:40.889Z",
                     *       "epoch": 1,
                     *       "by": "the-operator",
                     *       "isListed": true,
                     *       "inStep": 44,
                     *       "missing": 1,
                     *       "surplus": 0,
                     *       "different": 0
                     *     }
                     */
                    "application/json": {
                        /** Format: date-time */
                        at: string;
                        by: string;
                        different: number;
                        epoch: number;
                        inStep: number;
                        /** @description False where the other side cannot be asked what it has. */
                        isListed: boolean;
                        missing: number;
                        surplus: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["InternalServerError"];
        };
    };
    listFederationRecords: {
        parameters: {
            query?: {
                /**
                 * @description After this record id: where the page before ended.
                 * @example fs5nuhidmig3px6h
                 */
                after?: string;
                /**
                 * @description So many datasets.
                 * @example 100
                 */
                limit?: number;
                /**
                 * @description Datasets that stand like this with the EU catalogue alone.
                 * @example blocked
                 */
                standing?: "in-step" | "waiting" | "blocked" | "refused" | "failed" | "deletion-due" | "absent";
                /**
                 * @description Datasets of this station alone.
                 * @example umc-voorbeeld
                 */
                station?: string;
            };
            header?: {
                /**
                 * @description The `ETag` of an answer that you still have: 304 when it is the same.
                 * @example "b0VqUkR0RmY2dWJ1c2pTbzE4aXc"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "API-Version": components["headers"]["API-Version"];
                    ETag: components["headers"]["ETag"];
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "fs5nuhidmig3px6h",
                     *           "iri": "http://fdp.umc-voorbeeld.example/dataset/hartfalen-cohort",
                     *           "station": {
                     *             "id": "umc-voorbeeld",
                     *             "lastSeenAt": "2026-03-02T01:49:31.252Z"
                     *           },
                     *           "national": {
                     *             "state": "current",
                     *             "since": "2026-03-02T01:49:31.252Z",
                     *             "url": "https://catalogue.example/datasets/fs5nuhidmig3px6h"
                     *           },
                     *           "eu": {
                     *             "standing": "blocked",
                     *             "since": "2026-03-02T01:50:31.252Z",
                     *             "detail": null,
                     *             "dueAt": null,
                     *             "obstacles": 1
                     *           },
                     *           "centralIds": [
                     *             {
                     *               "id": "EU-DS-1A2B3C4D",
                     *               "kind": "dataset",
                     *               "iri": "http://fdp.umc-voorbeeld.example/dataset/hartfalen-cohort"
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "links": {
                     *         "next": null
                     *       }
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["EuLine"][];
                        links: {
                            next: string | null;
                        };
                    };
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            default: components["responses"]["InternalServerError"];
        };
    };
    getFederationRecord: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of an answer that you still have: 304 when it is the same.
                 * @example "b0VqUkR0RmY2dWJ1c2pTbzE4aXc"
                 */
                "If-None-Match"?: string;
            };
            path: {
                /**
                 * @description Id of a record.
                 * @example fs5nuhidmig3px6h
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "API-Version": components["headers"]["API-Version"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "fs5nuhidmig3px6h",
                     *       "iri": "http://fdp.umc-voorbeeld.example/dataset/hartfalen-cohort",
                     *       "station": {
                     *         "id": "umc-voorbeeld",
                     *         "lastSeenAt": "2026-03-02T01:49:31.252Z"
                     *       },
                     *       "national": {
                     *         "state": "current",
                     *         "since": "2026-03-02T01:49:31.252Z",
                     *         "url": "https://catalogue.example/datasets/fs5nuhidmig3px6h"
                     *       },
                     *       "eu": {
                     *         "standing": "blocked",
                     *         "since": "2026-03-02T01:50:31.252Z",
                     *         "detail": null,
                     *         "dueAt": null,
                     *         "obstacles": 1
                     *       },
                     *       "centralIds": [
                     *         {
                     *           "id": "EU-DS-1A2B3C4D",
                     *           "kind": "dataset",
                     *           "iri": "http://fdp.umc-voorbeeld.example/dataset/hartfalen-cohort"
                     *         }
                     *       ],
                     *       "obstacles": [
                     *         {
                     *           "rule": "https://w3id.org/ndc/shapes/healthdcat-ap-r8#Dataset-hasStructuredData",
                     *           "path": "http://healthdataportal.eu/ns/health#hasStructuredData",
                     *           "message": {
                     *             "en": [
                     *               "The dataset has no structured-data flag (healthdcatap:hasStructuredData). This field is required."
                     *             ]
                     *           },
                     *           "by": "holder"
                     *         }
                     *       ],
                     *       "messages": [
                     *         {
                     *           "id": "5d41402abc4b2a76b9719d911017c592",
                     *           "operation": "create",
                     *           "state": "accepted",
                     *           "createdAt": "2026-03-01T01:49:40.889Z",
                     *           "sentAt": "2026-03-01T01:49:41.889Z",
                     *           "attempts": 1,
                     *           "reference": "EU-5d41402a",
                     *           "detail": null,
                     *           "endedAt": "2026-03-01T01:49:42.889Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["EuRecord"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["InternalServerError"];
        };
    };
    resumeFederation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "API-Version": components["headers"]["API-Version"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "isConfigured": true,
                     *       "isPaused": false,
                     *       "pausedSince": null,
                     *       "needsReconciliation": false,
                     *       "standings": {
                     *         "in-step": 44,
                     *         "waiting": 0,
                     *         "blocked": 42,
                     *         "refused": 1,
                     *         "failed": 0,
                     *         "deletion-due": 0,
                     *         "absent": 0
                     *       },
                     *       "messages": {
                     *         "accepted": 44,
                     *         "refused": 1
                     *       },
                     *       "reconciliation": null,
                     *       "links": {
                     *         "self": "https://catalogue.example/api/v1/federation",
                     *         "records": "https://catalogue.example/api/v1/federation/records"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["EuSummary"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["InternalServerError"];
        };
    };
    getOpenapiJson: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of an answer that you still have: 304 when it is the same.
                 * @example "b0VqUkR0RmY2dWJ1c2pTbzE4aXc"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "API-Version": components["headers"]["API-Version"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "openapi": "3.1.0",
                     *       "info": {
                     *         "title": "National dataset catalogue",
                     *         "version": "1.0.0"
                     *       },
                     *       "servers": [
                     *         {
                     *           "url": "https://catalogue.example/api/v1"
                     *         }
                     *       ],
                     *       "paths": {},
                     *       "components": {}
                     *     }
                     */
                    "application/json": {
                        info: {
                            title: string;
                            version: string;
                        } & {
                            [key: string]: unknown;
                        };
                        openapi: string;
                    } & {
                        [key: string]: unknown;
                    };
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            default: components["responses"]["InternalServerError"];
        };
    };
    getOpenapiYaml: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of an answer that you still have: 304 when it is the same.
                 * @example "b0VqUkR0RmY2dWJ1c2pTbzE4aXc"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "API-Version": components["headers"]["API-Version"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example openapi: 3.1.0
                     *     info:
                     *       title: National dataset catalogue
                     *       version: 1.0.0
                     */
                    "application/yaml": string;
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            default: components["responses"]["InternalServerError"];
        };
    };
    listProfiles: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of an answer that you still have: 304 when it is the same.
                 * @example "b0VqUkR0RmY2dWJ1c2pTbzE4aXc"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "API-Version": components["headers"]["API-Version"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "dcat-ap-3.0",
                     *           "iri": "https://w3id.org/ndc/profiles/dcat-ap-3.0",
                     *           "title": {
                     *             "nl": [
                     *               "DCAT-AP 3.0 (Europees profiel voor open data)"
                     *             ],
                     *             "en": [
                     *               "DCAT-AP 3.0 (European profile for data catalogues)"
                     *             ]
                     *           },
                     *           "version": "3.0.1",
                     *           "specification": "https://semiceu.github.io/DCAT-AP/releases/3.0.0/",
                     *           "rules": 270,
                     *           "shapesHash": "7489d5332721ea19ef18f28d0d098cbbd5d7d16b70b2b74d4b74b5e0f2d457ec",
                     *           "claimedBy": [
                     *             "https://w3id.org/ndc/profiles/dcat-ap-3.0"
                     *           ],
                     *           "variants": [],
                     *           "sparql": false,
                     *           "origin": "built-in",
                     *           "links": {
                     *             "self": "https://catalogue.example/api/v1/profiles/dcat-ap-3.0",
                     *             "page": "https://catalogue.example/en/profiles/dcat-ap-3.0"
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["Profile"][];
                    };
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            default: components["responses"]["InternalServerError"];
        };
    };
    getProfile: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of an answer that you still have: 304 when it is the same.
                 * @example "b0VqUkR0RmY2dWJ1c2pTbzE4aXc"
                 */
                "If-None-Match"?: string;
            };
            path: {
                /**
                 * @description Id of a profile.
                 * @example healthdcat-ap-r8
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "API-Version": components["headers"]["API-Version"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "dcat-ap-3.0",
                     *       "iri": "https://w3id.org/ndc/profiles/dcat-ap-3.0",
                     *       "title": {
                     *         "nl": [
                     *           "DCAT-AP 3.0 (Europees profiel voor open data)"
                     *         ],
                     *         "en": [
                     *           "DCAT-AP 3.0 (European profile for data catalogues)"
                     *         ]
                     *       },
                     *       "version": "3.0.1",
                     *       "specification": "https://semiceu.github.io/DCAT-AP/releases/3.0.0/",
                     *       "rules": 270,
                     *       "shapesHash": "7489d5332721ea19ef18f28d0d098cbbd5d7d16b70b2b74d4b74b5e0f2d457ec",
                     *       "claimedBy": [
                     *         "https://w3id.org/ndc/profiles/dcat-ap-3.0"
                     *       ],
                     *       "variants": [],
                     *       "sparql": false,
                     *       "origin": "built-in",
                     *       "links": {
                     *         "self": "https://catalogue.example/api/v1/profiles/dcat-ap-3.0",
                     *         "page": "https://catalogue.example/en/profiles/dcat-ap-3.0"
                     *       },
                     *       "ruleList": [
                     *         {
                     *           "iri": "https://w3id.org/ndc/shapes/dcat-ap-3.0#Agent-name-min",
                     *           "about": {
                     *             "nl": [
                     *               "organisatie of persoon"
                     *             ],
                     *             "en": [
                     *               "organisation or person"
                     *             ]
                     *           },
                     *           "path": "http://xmlns.com/foaf/0.1/name",
                     *           "label": {
                     *             "nl": [
                     *               "Naam"
                     *             ],
                     *             "en": [
                     *               "Name"
                     *             ]
                     *           },
                     *           "severity": "violation",
                     *           "message": {
                     *             "nl": [
                     *               "De organisatie of persoon heeft geen naam (foaf:name). Dit veld is verplicht."
                     *             ],
                     *             "en": [
                     *               "The organisation or person has no name (foaf:name). This field is required."
                     *             ]
                     *           },
                     *           "fix": {
                     *             "nl": [
                     *               "Vul het veld naam in (foaf:name)."
                     *             ],
                     *             "en": [
                     *               "Fill in the name (foaf:name)."
                     *             ]
                     *           },
                     *           "example": "foaf:name \"UMC Voorbeeld\"@nl",
                     *           "reason": {},
                     *           "rule": "https://semiceu.github.io/DCAT-AP/releases/3.0.0/",
                     *           "expected": null,
                     *           "variants": [],
                     *           "verdict": "all"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Profile"] & {
                        ruleList: components["schemas"]["Rule"][];
                    };
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["InternalServerError"];
        };
    };
    resolve: {
        parameters: {
            query: {
                /**
                 * @description Id, IRI, or identifier of a record.
                 * @example http://fdp.umc-voorbeeld.example/dataset/hartfalen-cohort
                 */
                id: string;
            };
            header?: {
                /**
                 * @description The `ETag` of an answer that you still have: 304 when it is the same.
                 * @example "b0VqUkR0RmY2dWJ1c2pTbzE4aXc"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "API-Version": components["headers"]["API-Version"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "asked": "fs5nuhidmig3px6h",
                     *       "id": "fs5nuhidmig3px6h",
                     *       "iri": "http://fdp.umc-voorbeeld.example/dataset/hartfalen-cohort",
                     *       "state": "current",
                     *       "stateReason": null,
                     *       "since": null,
                     *       "version": 2,
                     *       "lastChangedAt": "2026-03-02T01:49:42.355Z",
                     *       "links": {
                     *         "self": "https://catalogue.example/datasets/fs5nuhidmig3px6h"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Resolved"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["InternalServerError"];
        };
    };
    listRounds: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of an answer that you still have: 304 when it is the same.
                 * @example "b0VqUkR0RmY2dWJ1c2pTbzE4aXc"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "API-Version": components["headers"]["API-Version"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": 1,
                     *           "startedAt": "2026-03-02T01:49:28.786Z",
                     *           "endsBy": "2026-03-02T01:49:28.784Z",
                     *           "endedAt": null,
                     *           "stations": {
                     *             "done": 0,
                     *             "failed": 0,
                     *             "on-hold": 0,
                     *             "paused": 0,
                     *             "retired": 0,
                     *             "waiting": 6,
                     *             "timed-out": 0
                     *           },
                     *           "links": {
                     *             "self": "https://catalogue.example/api/v1/rounds/1"
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["Round"][];
                    };
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["InternalServerError"];
        };
    };
    getRound: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of an answer that you still have: 304 when it is the same.
                 * @example "b0VqUkR0RmY2dWJ1c2pTbzE4aXc"
                 */
                "If-None-Match"?: string;
            };
            path: {
                /**
                 * @description Number of a round.
                 * @example 7
                 */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "API-Version": components["headers"]["API-Version"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 1,
                     *       "startedAt": "2026-03-02T01:49:28.786Z",
                     *       "endsBy": "2026-03-02T01:49:28.784Z",
                     *       "endedAt": null,
                     *       "stations": {
                     *         "done": 0,
                     *         "failed": 0,
                     *         "on-hold": 0,
                     *         "paused": 0,
                     *         "retired": 0,
                     *         "waiting": 6,
                     *         "timed-out": 0
                     *       },
                     *       "links": {
                     *         "self": "https://catalogue.example/api/v1/rounds/1"
                     *       },
                     *       "items": [
                     *         {
                     *           "station": "first",
                     *           "standing": "waiting",
                     *           "outcome": "waiting",
                     *           "links": {
                     *             "station": "https://catalogue.example/api/v1/stations/first"
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        /** Format: date-time */
                        endedAt: string | null;
                        /**
                         * Format: date-time
                         * @description It ends then at the latest.
                         */
                        endsBy: string;
                        id: number;
                        items: {
                            links: {
                                /** Format: uri */
                                station: string;
                            };
                            /** @description The outcome of its visit, or why the round does not wait for it. */
                            outcome: string;
                            /** @enum {string} */
                            standing: "done" | "failed" | "on-hold" | "paused" | "retired" | "waiting" | "timed-out";
                            station: string;
                        }[];
                        links: {
                            /** Format: uri */
                            self: string;
                        };
                        /** Format: date-time */
                        startedAt: string;
                        /** @description How many stations stand how; `timed-out`: not reached before the time was up. */
                        stations: {
                            done: number;
                            failed: number;
                            "on-hold": number;
                            paused: number;
                            retired: number;
                            "timed-out": number;
                            waiting: number;
                        };
                    };
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["InternalServerError"];
        };
    };
    getSelection: {
        parameters: {
            query: {
                /**
                 * @description Ids of datasets, each with or without one of its distributions, as an address of a list has them.
                 * @example [
                 *       "fs5nuhidmig3px6h"
                 *     ]
                 */
                id: string[];
                /**
                 * @description Language of titles and names.
                 * @example en
                 */
                lang?: "nl" | "en";
            };
            header?: {
                /**
                 * @description The `ETag` of an answer that you still have: 304 when it is the same.
                 * @example "b0VqUkR0RmY2dWJ1c2pTbzE4aXc"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "API-Version": components["headers"]["API-Version"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "fs5nuhidmig3px6h",
                     *           "version": 2,
                     *           "iri": "http://fdp.umc-voorbeeld.example/dataset/hartfalen-cohort",
                     *           "centralId": null,
                     *           "title": "Cohort of heart failure with preserved ejection fraction",
                     *           "page": "https://catalogue.example/datasets/fs5nuhidmig3px6h",
                     *           "catalogue": "https://catalogue.example/catalogue",
                     *           "country": null,
                     *           "holder": {
                     *             "iri": "https://umc-voorbeeld.example/",
                     *             "name": "UMC Example"
                     *           },
                     *           "hdab": {
                     *             "iri": "https://hdab.example/",
                     *             "name": "Example Health Data Access Body"
                     *           },
                     *           "provenance": "https://catalogue.example/records/fs5nuhidmig3px6h/provenance",
                     *           "state": "current",
                     *           "changedSinceAdded": false,
                     *           "addedAt": null,
                     *           "distributions": []
                     *         }
                     *       ],
                     *       "missing": [
                     *         {
                     *           "id": "aaaaaaaaaaaaaaaa",
                     *           "state": "unknown"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["HandoverItem"][];
                        missing: {
                            id: string;
                            state: string;
                        }[];
                    };
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            default: components["responses"]["InternalServerError"];
        };
    };
    listStations: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of an answer that you still have: 304 when it is the same.
                 * @example "b0VqUkR0RmY2dWJ1c2pTbzE4aXc"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "API-Version": components["headers"]["API-Version"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "apotheek-data",
                     *           "iri": "https://catalogue.example/stations/apotheek-data",
                     *           "title": {
                     *             "nl": [
                     *               "Apotheekdata"
                     *             ],
                     *             "en": [
                     *               "Pharmacy Data"
                     *             ]
                     *           },
                     *           "kind": "holder",
                     *           "holder": {
                     *             "iri": "https://apotheek-data.example/",
                     *             "name": {
                     *               "nl": [
                     *                 "Stichting Apotheekdata"
                     *               ],
                     *               "en": [
                     *                 "Pharmacy Data Foundation"
                     *               ]
                     *             }
                     *           },
                     *           "protocol": "rdf",
                     *           "schedule": "40 4 * * 1-5",
                     *           "timeZone": "Europe/Amsterdam",
                     *           "profiles": [
                     *             "healthdcat-ap-r8"
                     *           ],
                     *           "state": "live",
                     *           "datasets": 8,
                     *           "held": 0,
                     *           "lastSuccessAt": "2026-03-02T01:49:40.389Z",
                     *           "failingSince": null,
                     *           "nextRunAt": "2026-03-02T03:40:00.000Z",
                     *           "waiting": null,
                     *           "lastRun": {
                     *             "run": 7,
                     *             "station": "rommelig-lab",
                     *             "trigger": "manual",
                     *             "startedAt": "2026-03-02T01:49:40.889Z",
                     *             "endedAt": "2026-03-02T01:49:41.889Z",
                     *             "phase": "done",
                     *             "outcome": "complete",
                     *             "added": 6,
                     *             "updated": 0,
                     *             "unchanged": 0,
                     *             "withdrawn": 0,
                     *             "held": 2,
                     *             "documents": 2,
                     *             "bytes": 8807,
                     *             "walk": "full",
                     *             "dry": false,
                     *             "of": null,
                     *             "quality": {
                     *               "before": {
                     *                 "records": 0,
                     *                 "violations": 0,
                     *                 "warnings": 0
                     *               },
                     *               "after": {
                     *                 "records": 8,
                     *                 "violations": 66,
                     *                 "warnings": 173
                     *               }
                     *             },
                     *             "planned": null,
                     *             "resolved": null,
                     *             "progress": null,
                     *             "links": {
                     *               "self": "https://catalogue.example/api/v1/stations/rommelig-lab/runs/7"
                     *             }
                     *           },
                     *           "links": {
                     *             "self": "https://catalogue.example/api/v1/stations/apotheek-data"
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["Station"][];
                    };
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["InternalServerError"];
        };
    };
    getStation: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of an answer that you still have: 304 when it is the same.
                 * @example "b0VqUkR0RmY2dWJ1c2pTbzE4aXc"
                 */
                "If-None-Match"?: string;
            };
            path: {
                /**
                 * @description Id of a station.
                 * @example umc-voorbeeld
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "API-Version": components["headers"]["API-Version"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "umc-voorbeeld",
                     *       "iri": "https://catalogue.example/stations/umc-voorbeeld",
                     *       "title": {
                     *         "nl": [
                     *           "UMC Voorbeeld"
                     *         ],
                     *         "en": [
                     *           "UMC Example"
                     *         ]
                     *       },
                     *       "kind": "holder",
                     *       "holder": {
                     *         "iri": "https://umc-voorbeeld.example/",
                     *         "name": {
                     *           "nl": [
                     *             "UMC Voorbeeld"
                     *           ],
                     *           "en": [
                     *             "UMC Example"
                     *           ]
                     *         }
                     *       },
                     *       "protocol": "fdp",
                     *       "schedule": "15 3 * * *",
                     *       "timeZone": "Europe/Amsterdam",
                     *       "profiles": [
                     *         "healthdcat-ap-r8"
                     *       ],
                     *       "state": "live",
                     *       "datasets": 17,
                     *       "held": 0,
                     *       "lastSuccessAt": "2026-03-02T01:49:42.359Z",
                     *       "failingSince": null,
                     *       "nextRunAt": "2026-03-02T02:15:00.000Z",
                     *       "waiting": null,
                     *       "lastRun": {
                     *         "run": 7,
                     *         "station": "rommelig-lab",
                     *         "trigger": "manual",
                     *         "startedAt": "2026-03-02T01:49:40.889Z",
                     *         "endedAt": "2026-03-02T01:49:41.889Z",
                     *         "phase": "done",
                     *         "outcome": "complete",
                     *         "added": 6,
                     *         "updated": 0,
                     *         "unchanged": 0,
                     *         "withdrawn": 0,
                     *         "held": 2,
                     *         "documents": 2,
                     *         "bytes": 8807,
                     *         "walk": "full",
                     *         "dry": false,
                     *         "of": null,
                     *         "quality": {
                     *           "before": {
                     *             "records": 0,
                     *             "violations": 0,
                     *             "warnings": 0
                     *           },
                     *           "after": {
                     *             "records": 8,
                     *             "violations": 66,
                     *             "warnings": 173
                     *           }
                     *         },
                     *         "planned": null,
                     *         "resolved": null,
                     *         "progress": null,
                     *         "links": {
                     *           "self": "https://catalogue.example/api/v1/stations/rommelig-lab/runs/7"
                     *         }
                     *       },
                     *       "links": {
                     *         "self": "https://catalogue.example/api/v1/stations/umc-voorbeeld"
                     *       },
                     *       "runs": [
                     *         {
                     *           "run": 7,
                     *           "station": "rommelig-lab",
                     *           "trigger": "manual",
                     *           "startedAt": "2026-03-02T01:49:40.889Z",
                     *           "endedAt": "2026-03-02T01:49:41.889Z",
                     *           "phase": "done",
                     *           "outcome": "complete",
                     *           "added": 6,
                     *           "updated": 0,
                     *           "unchanged": 0,
                     *           "withdrawn": 0,
                     *           "held": 2,
                     *           "documents": 2,
                     *           "bytes": 8807,
                     *           "walk": "full",
                     *           "dry": false,
                     *           "of": null,
                     *           "quality": {
                     *             "before": {
                     *               "records": 0,
                     *               "violations": 0,
                     *               "warnings": 0
                     *             },
                     *             "after": {
                     *               "records": 8,
                     *               "violations": 66,
                     *               "warnings": 173
                     *             }
                     *           },
                     *           "planned": null,
                     *           "resolved": null,
                     *           "progress": null,
                     *           "links": {
                     *             "self": "https://catalogue.example/api/v1/stations/rommelig-lab/runs/7"
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Station"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["InternalServerError"];
        };
    };
    confirmDescriptions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of a station.
                 * @example umc-voorbeeld
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "subjects": [
                 *         "https://holder.example/dataset/1"
                 *       ]
                 *     }
                 */
                "application/json": {
                    /** @description IRIs or ids of records whose descriptions are right. */
                    subjects: string[];
                } | {
                    /**
                     * @description Everything that comes from the station.
                     * @constant
                     */
                    all: true;
                };
            };
        };
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "API-Version": components["headers"]["API-Version"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "confirmed": 1,
                     *       "confirmedAt": "2026-03-02T01:49:30.092Z",
                     *       "refused": [
                     *         {
                     *           "subject": "https://holder.example/d/8",
                     *           "reason": "unknown"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Confirmed"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["InternalServerError"];
        };
    };
    getStanding: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of an answer that you still have: 304 when it is the same.
                 * @example "b0VqUkR0RmY2dWJ1c2pTbzE4aXc"
                 */
                "If-None-Match"?: string;
            };
            path: {
                /**
                 * @description Id of a station.
                 * @example umc-voorbeeld
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "API-Version": components["headers"]["API-Version"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "station": "holder",
                     *       "state": "live",
                     *       "datasets": 3,
                     *       "held": 0,
                     *       "changed": {
                     *         "run": 1,
                     *         "trigger": "push",
                     *         "at": "2026-03-02T01:49:28.770Z"
                     *       },
                     *       "links": {
                     *         "self": "https://catalogue.example/api/v1/stations/holder/descriptions",
                     *         "run": "https://catalogue.example/api/v1/stations/holder/runs/1"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Standing"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["InternalServerError"];
        };
    };
    pushDescriptions: {
        parameters: {
            query?: {
                /**
                 * @description The body is everything the station has: what is not in it counts as missing, as after a full walk.
                 * @example true
                 */
                complete?: boolean;
                /**
                 * @description Judge and compare, but publish nothing.
                 * @example true
                 */
                dryRun?: boolean;
                /**
                 * @description With an empty body: the IRI of one record that the station has deleted.
                 * @example https://holder.example/dataset/1
                 */
                subject?: string;
            };
            header?: {
                /**
                 * @description The ETag of `GET` here: the push is refused when something was changed since.
                 * @example "b0VqUkR0RmY2dWJ1c2pTbzE4aXc"
                 */
                "If-Match"?: string;
            };
            path: {
                /**
                 * @description Id of a station.
                 * @example umc-voorbeeld
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "@context": {
                 *         "dcat": "http://www.w3.org/ns/dcat#",
                 *         "dct": "http://purl.org/dc/terms/"
                 *       },
                 *       "@id": "https://holder.example/dataset/1",
                 *       "@type": "dcat:Dataset",
                 *       "dct:title": {
                 *         "@value": "Sleep of adolescents",
                 *         "@language": "en"
                 *       },
                 *       "dct:description": {
                 *         "@value": "Diaries of 1200 pupils.",
                 *         "@language": "en"
                 *       }
                 *     }
                 */
                "application/ld+json": {
                    [key: string]: unknown;
                };
                /**
                 * @example <https://holder.example/dataset/1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/ns/dcat#Dataset> <https://holder.example/graph> .
                 *     <https://holder.example/dataset/1> <http://purl.org/dc/terms/title> "Sleep of adolescents"@en <https://holder.example/graph> .
                 *     <https://holder.example/dataset/1> <http://purl.org/dc/terms/description> "Diaries of 1200 pupils."@en <https://holder.example/graph> .
                 */
                "application/n-quads": string;
                /**
                 * @example <https://holder.example/dataset/1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/ns/dcat#Dataset> .
                 *     <https://holder.example/dataset/1> <http://purl.org/dc/terms/title> "Sleep of adolescents"@en .
                 *     <https://holder.example/dataset/1> <http://purl.org/dc/terms/description> "Diaries of 1200 pupils."@en .
                 */
                "application/n-triples": string;
                /**
                 * @example <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dcat="http://www.w3.org/ns/dcat#" xmlns:dct="http://purl.org/dc/terms/">
                 *       <dcat:Dataset rdf:about="https://holder.example/dataset/1">
                 *         <dct:title xml:lang="en">Sleep of adolescents</dct:title>
                 *         <dct:description xml:lang="en">Diaries of 1200 pupils.</dct:description>
                 *       </dcat:Dataset>
                 *     </rdf:RDF>
                 */
                "application/rdf+xml": string;
                /**
                 * @example @prefix dcat: <http://www.w3.org/ns/dcat#> .
                 *     @prefix dct: <http://purl.org/dc/terms/> .
                 *
                 *     <https://holder.example/dataset/1> a dcat:Dataset ;
                 *         dct:title "Sleep of adolescents"@en ;
                 *         dct:description "Diaries of 1200 pupils."@en .
                 */
                "application/trig": string;
                /**
                 * @example @prefix dcat: <http://www.w3.org/ns/dcat#> .
                 *     @prefix dct: <http://purl.org/dc/terms/> .
                 *
                 *     <https://holder.example/dataset/1> a dcat:Dataset ;
                 *         dct:title "Sleep of adolescents"@en ;
                 *         dct:description "Diaries of 1200 pupils."@en .
                 */
                "text/turtle": string;
            };
        };
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "API-Version": components["headers"]["API-Version"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "outcome": "complete",
                     *       "detail": "Dry run: nothing was published.",
                     *       "run": {
                     *         "run": 3,
                     *         "station": "holder",
                     *         "trigger": "push",
                     *         "startedAt": "2026-03-02T01:49:29.880Z",
                     *         "endedAt": "2026-03-02T01:49:29.902Z",
                     *         "phase": "done",
                     *         "outcome": "complete",
                     *         "added": 0,
                     *         "updated": 0,
                     *         "unchanged": 0,
                     *         "withdrawn": 1,
                     *         "held": 0,
                     *         "documents": 0,
                     *         "bytes": 0,
                     *         "walk": "incremental",
                     *         "dry": false,
                     *         "of": null,
                     *         "quality": null,
                     *         "planned": null,
                     *         "resolved": null,
                     *         "progress": null,
                     *         "links": {
                     *           "self": "https://catalogue.example/api/v1/stations/holder/runs/3"
                     *         }
                     *       },
                     *       "records": [
                     *         {
                     *           "iri": "https://holder.example/d/9",
                     *           "id": null,
                     *           "outcome": "added",
                     *           "reason": null,
                     *           "changes": []
                     *         }
                     *       ],
                     *       "truncated": false,
                     *       "report": {
                     *         "profile": "dcat-ap-3.0",
                     *         "conforms": false,
                     *         "publishable": true,
                     *         "verdicts": {
                     *           "national": {
                     *             "publishable": true,
                     *             "violations": 0,
                     *             "warnings": 8
                     *           },
                     *           "eu": {
                     *             "publishable": false,
                     *             "violations": 14,
                     *             "warnings": 28
                     *           },
                     *           "dcat-ap-nl": {
                     *             "publishable": false,
                     *             "violations": 6,
                     *             "warnings": 8
                     *           }
                     *         },
                     *         "records": 1,
                     *         "publishableRecords": 1,
                     *         "infos": 0,
                     *         "notices": [],
                     *         "document": {
                     *           "format": "turtle",
                     *           "triples": 3
                     *         },
                     *         "engine": "shacl-engine 1.1.2",
                     *         "policy": "support",
                     *         "datasets": [
                     *           {
                     *             "iri": "https://holder.example/d/1",
                     *             "title": "Sleep",
                     *             "kind": "dataset",
                     *             "publishable": true,
                     *             "profile": "dcat-ap-3.0",
                     *             "reasons": []
                     *           }
                     *         ],
                     *         "results": [
                     *           {
                     *             "severity": "warning",
                     *             "dataset": "https://holder.example/d/1",
                     *             "focusNode": "https://holder.example/d/1",
                     *             "path": "http://purl.org/dc/terms/publisher",
                     *             "component": "MinCount",
                     *             "sourceShape": "https://w3id.org/ndc/shapes/dcat-ap-3.0#Dataset-publisher-min",
                     *             "value": null,
                     *             "message": {
                     *               "nl": [
                     *                 "De dataset heeft geen uitgever (dct:publisher). Dit veld is aanbevolen."
                     *               ],
                     *               "en": [
                     *                 "The dataset has no publisher (dct:publisher). This field is recommended."
                     *               ]
                     *             },
                     *             "label": {
                     *               "nl": [
                     *                 "Uitgever"
                     *               ],
                     *               "en": [
                     *                 "Publisher"
                     *               ]
                     *             },
                     *             "rule": "https://semiceu.github.io/DCAT-AP/releases/3.0.0/",
                     *             "expected": null,
                     *             "verdict": "all",
                     *             "line": 1,
                     *             "fix": {
                     *               "text": {
                     *                 "nl": [
                     *                   "Vul het veld uitgever in (dct:publisher)."
                     *                 ],
                     *                 "en": [
                     *                   "Fill in the publisher (dct:publisher)."
                     *                 ]
                     *               },
                     *               "patch": "@prefix dct: <http://purl.org/dc/terms/> .\n<https://holder.example/d/1> dct:publisher <https://example.org/> .",
                     *               "change": null,
                     *               "nearest": []
                     *             },
                     *             "location": null,
                     *             "excerpt": {
                     *               "line": 1,
                     *               "firstLine": 1,
                     *               "lines": [
                     *                 "<https://holder.example/d/1> a <http://www.w3.org/ns/dcat#Dataset> ; <http://purl.org/dc/terms/title> \"Sleep\"@en ; <http://purl.org/dc/terms/description> \"About Sleep.\"@en ."
                     *               ]
                     *             }
                     *           }
                     *         ],
                     *         "eu": {
                     *           "profile": "healthdcat-ap-r8",
                     *           "results": []
                     *         },
                     *         "dcat-ap-nl": {
                     *           "profile": "dcat-ap-nl-3.0",
                     *           "results": []
                     *         },
                     *         "repairs": []
                     *       },
                     *       "links": {
                     *         "self": "https://catalogue.example/api/v1/stations/holder/pushes/2",
                     *         "run": "https://catalogue.example/api/v1/stations/holder/runs/2"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Pushed"];
                };
            };
            /** @description It takes longer: ask at `Location` */
            202: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "API-Version": components["headers"]["API-Version"];
                    Location: components["headers"]["Location"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "run": {
                     *         "run": 3,
                     *         "station": "holder",
                     *         "trigger": "push",
                     *         "startedAt": "2026-03-02T01:49:29.880Z",
                     *         "endedAt": "2026-03-02T01:49:29.902Z",
                     *         "phase": "done",
                     *         "outcome": "complete",
                     *         "added": 0,
                     *         "updated": 0,
                     *         "unchanged": 0,
                     *         "withdrawn": 1,
                     *         "held": 0,
                     *         "documents": 0,
                     *         "bytes": 0,
                     *         "walk": "incremental",
                     *         "dry": false,
                     *         "of": null,
                     *         "quality": null,
                     *         "planned": null,
                     *         "resolved": null,
                     *         "progress": null,
                     *         "links": {
                     *           "self": "https://catalogue.example/api/v1/stations/holder/runs/3"
                     *         }
                     *       },
                     *       "links": {
                     *         "self": "https://catalogue.example/api/v1/stations/holder/pushes/1",
                     *         "run": "https://catalogue.example/api/v1/stations/holder/runs/1"
                     *       }
                     *     }
                     */
                    "application/json": {
                        links: {
                            /** Format: uri */
                            run: string;
                            /** Format: uri */
                            self: string;
                        };
                        run: components["schemas"]["Run"];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["InternalServerError"];
        };
    };
    deleteDescription: {
        parameters: {
            query: {
                /**
                 * @description Compare, but publish nothing.
                 * @example true
                 */
                dryRun?: boolean;
                /**
                 * @description IRI of the record that the station has deleted.
                 * @example https://holder.example/dataset/1
                 */
                subject: string;
            };
            header?: {
                /**
                 * @description The ETag of `GET` here: the push is refused when something was changed since.
                 * @example "b0VqUkR0RmY2dWJ1c2pTbzE4aXc"
                 */
                "If-Match"?: string;
            };
            path: {
                /**
                 * @description Id of a station.
                 * @example umc-voorbeeld
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "API-Version": components["headers"]["API-Version"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "outcome": "complete",
                     *       "detail": null,
                     *       "run": {
                     *         "run": 3,
                     *         "station": "holder",
                     *         "trigger": "push",
                     *         "startedAt": "2026-03-02T01:49:29.880Z",
                     *         "endedAt": "2026-03-02T01:49:29.902Z",
                     *         "phase": "done",
                     *         "outcome": "complete",
                     *         "added": 0,
                     *         "updated": 0,
                     *         "unchanged": 0,
                     *         "withdrawn": 1,
                     *         "held": 0,
                     *         "documents": 0,
                     *         "bytes": 0,
                     *         "walk": "incremental",
                     *         "dry": false,
                     *         "of": null,
                     *         "quality": null,
                     *         "planned": null,
                     *         "resolved": null,
                     *         "progress": null,
                     *         "links": {
                     *           "self": "https://catalogue.example/api/v1/stations/holder/runs/3"
                     *         }
                     *       },
                     *       "records": [
                     *         {
                     *           "iri": "https://holder.example/d/3",
                     *           "id": "hcwcclhqhefqvcto",
                     *           "outcome": "withdrawn",
                     *           "reason": "The source says that it is gone.",
                     *           "changes": []
                     *         }
                     *       ],
                     *       "truncated": false,
                     *       "report": null,
                     *       "links": {
                     *         "self": "https://catalogue.example/api/v1/stations/holder/pushes/3",
                     *         "run": "https://catalogue.example/api/v1/stations/holder/runs/3"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Pushed"];
                };
            };
            /** @description It takes longer: ask at `Location` */
            202: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "API-Version": components["headers"]["API-Version"];
                    Location: components["headers"]["Location"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "run": {
                     *         "run": 3,
                     *         "station": "holder",
                     *         "trigger": "push",
                     *         "startedAt": "2026-03-02T01:49:29.880Z",
                     *         "endedAt": "2026-03-02T01:49:29.902Z",
                     *         "phase": "done",
                     *         "outcome": "complete",
                     *         "added": 0,
                     *         "updated": 0,
                     *         "unchanged": 0,
                     *         "withdrawn": 1,
                     *         "held": 0,
                     *         "documents": 0,
                     *         "bytes": 0,
                     *         "walk": "incremental",
                     *         "dry": false,
                     *         "of": null,
                     *         "quality": null,
                     *         "planned": null,
                     *         "resolved": null,
                     *         "progress": null,
                     *         "links": {
                     *           "self": "https://catalogue.example/api/v1/stations/holder/runs/3"
                     *         }
                     *       },
                     *       "links": {
                     *         "self": "https://catalogue.example/api/v1/stations/holder/pushes/2",
                     *         "run": "https://catalogue.example/api/v1/stations/holder/runs/2"
                     *       }
                     *     }
                     */
                    "application/json": {
                        links: {
                            /** Format: uri */
                            run: string;
                            /** Format: uri */
                            self: string;
                        };
                        run: components["schemas"]["Run"];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["InternalServerError"];
        };
    };
    listHeld: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of an answer that you still have: 304 when it is the same.
                 * @example "b0VqUkR0RmY2dWJ1c2pTbzE4aXc"
                 */
                "If-None-Match"?: string;
            };
            path: {
                /**
                 * @description Id of a station.
                 * @example umc-voorbeeld
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "API-Version": components["headers"]["API-Version"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "total": 1,
                     *       "items": [
                     *         {
                     *           "iri": "https://holder.example/d/7",
                     *           "title": {},
                     *           "since": "2026-03-02T01:49:31.367Z",
                     *           "reasons": [
                     *             {
                     *               "code": "no-title",
                     *               "detail": "The description has no title in any language (dct:title)."
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["HeldRecord"][];
                        total: number;
                    };
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["InternalServerError"];
        };
    };
    getPush: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of an answer that you still have: 304 when it is the same.
                 * @example "b0VqUkR0RmY2dWJ1c2pTbzE4aXc"
                 */
                "If-None-Match"?: string;
            };
            path: {
                /**
                 * @description Id of a station.
                 * @example umc-voorbeeld
                 */
                id: string;
                /**
                 * @description Number of a run of the station.
                 * @example 42
                 */
                run: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "API-Version": components["headers"]["API-Version"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "state": "ended",
                     *       "outcome": "complete",
                     *       "run": {
                     *         "run": 3,
                     *         "station": "holder",
                     *         "trigger": "push",
                     *         "startedAt": "2026-03-02T01:49:29.880Z",
                     *         "endedAt": "2026-03-02T01:49:29.902Z",
                     *         "phase": "done",
                     *         "outcome": "complete",
                     *         "added": 0,
                     *         "updated": 0,
                     *         "unchanged": 0,
                     *         "withdrawn": 1,
                     *         "held": 0,
                     *         "documents": 0,
                     *         "bytes": 0,
                     *         "walk": "incremental",
                     *         "dry": false,
                     *         "of": null,
                     *         "quality": null,
                     *         "planned": null,
                     *         "resolved": null,
                     *         "progress": null,
                     *         "links": {
                     *           "self": "https://catalogue.example/api/v1/stations/holder/runs/3"
                     *         }
                     *       },
                     *       "links": {
                     *         "self": "https://catalogue.example/api/v1/stations/holder/pushes/3",
                     *         "run": "https://catalogue.example/api/v1/stations/holder/runs/3"
                     *       },
                     *       "records": [
                     *         {
                     *           "iri": "https://holder.example/d/3",
                     *           "id": "hcwcclhqhefqvcto",
                     *           "outcome": "withdrawn",
                     *           "reason": "The source says that it is gone.",
                     *           "changes": []
                     *         }
                     *       ],
                     *       "truncated": false,
                     *       "report": null
                     *     }
                     */
                    "application/json": components["schemas"]["PushState"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["Gone"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["InternalServerError"];
        };
    };
    getStationQuality: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of an answer that you still have: 304 when it is the same.
                 * @example "b0VqUkR0RmY2dWJ1c2pTbzE4aXc"
                 */
                "If-None-Match"?: string;
            };
            path: {
                /**
                 * @description Id of a station.
                 * @example umc-voorbeeld
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "API-Version": components["headers"]["API-Version"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "station": "umc-voorbeeld",
                     *       "assessed": 15,
                     *       "datasets": 15,
                     *       "actions": [
                     *         {
                     *           "action": "format",
                     *           "datasets": 5,
                     *           "mqa": 190,
                     *           "health": 150
                     *         }
                     *       ],
                     *       "scores": {
                     *         "mqa": {
                     *           "average": 283.7,
                     *           "coverage": 283.7,
                     *           "most": 405,
                     *           "datasets": 15,
                     *           "bands": {
                     *             "excellent": 0,
                     *             "good": 14,
                     *             "sufficient": 1,
                     *             "bad": 0
                     *           },
                     *           "indicators": [
                     *             {
                     *               "indicator": "keywordAvailability",
                     *               "points": 30,
                     *               "pass": 15,
                     *               "fail": 0,
                     *               "unknown": 0
                     *             },
                     *             {
                     *               "indicator": "categoryAvailability",
                     *               "points": 30,
                     *               "pass": 15,
                     *               "fail": 0,
                     *               "unknown": 0
                     *             }
                     *           ]
                     *         },
                     *         "health": {
                     *           "average": 362.7,
                     *           "coverage": 362.7,
                     *           "most": 405,
                     *           "datasets": 15,
                     *           "bands": {
                     *             "excellent": 10,
                     *             "good": 5,
                     *             "sufficient": 0,
                     *             "bad": 0
                     *           },
                     *           "indicators": [
                     *             {
                     *               "indicator": "hdabAvailability",
                     *               "points": 15,
                     *               "pass": 15,
                     *               "fail": 0,
                     *               "unknown": 0
                     *             },
                     *             {
                     *               "indicator": "legislationAvailability",
                     *               "points": 10,
                     *               "pass": 15,
                     *               "fail": 0,
                     *               "unknown": 0
                     *             }
                     *           ]
                     *         }
                     *       },
                     *       "first": [
                     *         {
                     *           "id": "rgxusmjxfmgj2ji3",
                     *           "title": {
                     *             "nl": [
                     *               "Röntgenfoto’s van de borstkas met verslag"
                     *             ],
                     *             "en": [
                     *               "Chest radiographs with report"
                     *             ]
                     *           },
                     *           "mqa": 205,
                     *           "health": 305,
                     *           "gain": 100,
                     *           "action": "format",
                     *           "links": {
                     *             "quality": "https://catalogue.example/api/v1/datasets/rgxusmjxfmgj2ji3/quality"
                     *           }
                     *         }
                     *       ],
                     *       "addresses": {
                     *         "known": 0,
                     *         "unreachable": 0,
                     *         "unknown": 30
                     *       },
                     *       "links": {
                     *         "self": "https://catalogue.example/api/v1/stations/umc-voorbeeld/quality",
                     *         "station": "https://catalogue.example/api/v1/stations/umc-voorbeeld"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["StationQuality"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["InternalServerError"];
        };
    };
    listRuns: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of an answer that you still have: 304 when it is the same.
                 * @example "b0VqUkR0RmY2dWJ1c2pTbzE4aXc"
                 */
                "If-None-Match"?: string;
            };
            path: {
                /**
                 * @description Id of a station.
                 * @example umc-voorbeeld
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "API-Version": components["headers"]["API-Version"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "run": 7,
                     *           "station": "rommelig-lab",
                     *           "trigger": "manual",
                     *           "startedAt": "2026-03-02T01:49:40.889Z",
                     *           "endedAt": "2026-03-02T01:49:41.889Z",
                     *           "phase": "done",
                     *           "outcome": "complete",
                     *           "added": 6,
                     *           "updated": 0,
                     *           "unchanged": 0,
                     *           "withdrawn": 0,
                     *           "held": 2,
                     *           "documents": 2,
                     *           "bytes": 8807,
                     *           "walk": "full",
                     *           "dry": false,
                     *           "of": null,
                     *           "quality": {
                     *             "before": {
                     *               "records": 0,
                     *               "violations": 0,
                     *               "warnings": 0
                     *             },
                     *             "after": {
                     *               "records": 8,
                     *               "violations": 66,
                     *               "warnings": 173
                     *             }
                     *           },
                     *           "planned": null,
                     *           "resolved": null,
                     *           "progress": null,
                     *           "links": {
                     *             "self": "https://catalogue.example/api/v1/stations/rommelig-lab/runs/7"
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["Run"][];
                    };
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["InternalServerError"];
        };
    };
    startRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of a station.
                 * @example umc-voorbeeld
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "dryRun": true
                 *     }
                 */
                "application/json": {
                    /**
                     * @description Gather, judge and compare, but publish nothing.
                     * @default false
                     */
                    dryRun?: boolean;
                    /**
                     * @description Read everything, whatever was read before.
                     * @default false
                     */
                    full?: boolean;
                    /**
                     * @description Read what is kept of the station again, by the rules of now, without visiting it.
                     * @default false
                     */
                    reprocess?: boolean;
                };
            };
        };
        responses: {
            /** @description It has begun, or waits for its turn like a scheduled visit; ask at `Location` how it goes */
            202: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "API-Version": components["headers"]["API-Version"];
                    Location: components["headers"]["Location"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "run": 12,
                     *       "station": "umc-voorbeeld",
                     *       "trigger": "manual",
                     *       "startedAt": "2026-03-02T01:49:31.252Z",
                     *       "endedAt": null,
                     *       "phase": "gather",
                     *       "outcome": null,
                     *       "added": 0,
                     *       "updated": 0,
                     *       "unchanged": 0,
                     *       "withdrawn": 0,
                     *       "held": 0,
                     *       "documents": 0,
                     *       "bytes": 0,
                     *       "walk": null,
                     *       "dry": false,
                     *       "of": null,
                     *       "quality": null,
                     *       "planned": null,
                     *       "resolved": null,
                     *       "progress": {
                     *         "done": 0,
                     *         "expected": null,
                     *         "ratePerSecond": null,
                     *         "remainingSeconds": null
                     *       },
                     *       "links": {
                     *         "self": "https://catalogue.example/api/v1/stations/umc-voorbeeld/runs/12"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Run"] | components["schemas"]["Deed"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["InternalServerError"];
        };
    };
    getRun: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of an answer that you still have: 304 when it is the same.
                 * @example "b0VqUkR0RmY2dWJ1c2pTbzE4aXc"
                 */
                "If-None-Match"?: string;
            };
            path: {
                /**
                 * @description Id of a station.
                 * @example umc-voorbeeld
                 */
                id: string;
                /**
                 * @description Number of a run of the station.
                 * @example 42
                 */
                run: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "API-Version": components["headers"]["API-Version"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "run": 7,
                     *       "station": "rommelig-lab",
                     *       "trigger": "manual",
                     *       "startedAt": "2026-03-02T01:49:40.889Z",
                     *       "endedAt": "2026-03-02T01:49:41.889Z",
                     *       "phase": "done",
                     *       "outcome": "complete",
                     *       "added": 6,
                     *       "updated": 0,
                     *       "unchanged": 0,
                     *       "withdrawn": 0,
                     *       "held": 2,
                     *       "documents": 2,
                     *       "bytes": 8807,
                     *       "walk": "full",
                     *       "dry": false,
                     *       "of": null,
                     *       "quality": {
                     *         "before": {
                     *           "records": 0,
                     *           "violations": 0,
                     *           "warnings": 0
                     *         },
                     *         "after": {
                     *           "records": 8,
                     *           "violations": 66,
                     *           "warnings": 173
                     *         }
                     *       },
                     *       "planned": null,
                     *       "resolved": null,
                     *       "progress": null,
                     *       "links": {
                     *         "self": "https://catalogue.example/api/v1/stations/rommelig-lab/runs/7"
                     *       },
                     *       "stages": [
                     *         {
                     *           "phase": "gather",
                     *           "startedAt": "2026-03-02T01:49:40.889Z",
                     *           "detail": ""
                     *         }
                     *       ],
                     *       "issues": [
                     *         {
                     *           "code": "not-repaired",
                     *           "severity": "warning",
                     *           "subject": "https://rommelig-lab.example/id/dataset/geurtest",
                     *           "detail": "<http://www.w3.org/ns/dcat#landingPage> wants an IRI, and the text \"www.rommelig-lab.example/geurtest\" is none.",
                     *           "url": "http://data.rommelig-lab.example/export.ttl",
                     *           "line": 39,
                     *           "owner": "station"
                     *         }
                     *       ],
                     *       "items": [
                     *         {
                     *           "subject": "https://rommelig-lab.example/id/dataset/geurtest",
                     *           "recordId": "l5uzo2sstipbv7aj",
                     *           "title": {
                     *             "": [
                     *               "Geurtest bij 1200 bezoekers van een museum"
                     *             ]
                     *           },
                     *           "outcome": "added",
                     *           "reason": null,
                     *           "changes": []
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Run"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["InternalServerError"];
        };
    };
    cancelRun: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The ETag of what the deed is about, as you saw it, or `*` for however it is now.
                 * @example "b0VqUkR0RmY2dWJ1c2pTbzE4aXc"
                 */
                "If-Match": string;
            };
            path: {
                /**
                 * @description Id of a station.
                 * @example umc-voorbeeld
                 */
                id: string;
                /**
                 * @description Number of a run of the station.
                 * @example 42
                 */
                run: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is being called off; ask at `Location` how it goes */
            202: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "API-Version": components["headers"]["API-Version"];
                    Location: components["headers"]["Location"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "run": 12,
                     *       "station": "umc-voorbeeld",
                     *       "trigger": "manual",
                     *       "startedAt": "2026-03-02T01:49:31.252Z",
                     *       "endedAt": null,
                     *       "phase": "gather",
                     *       "outcome": null,
                     *       "added": 0,
                     *       "updated": 0,
                     *       "unchanged": 0,
                     *       "withdrawn": 0,
                     *       "held": 0,
                     *       "documents": 0,
                     *       "bytes": 0,
                     *       "walk": null,
                     *       "dry": false,
                     *       "of": null,
                     *       "quality": null,
                     *       "planned": null,
                     *       "resolved": null,
                     *       "progress": {
                     *         "done": 0,
                     *         "expected": null,
                     *         "ratePerSecond": null,
                     *         "remainingSeconds": null
                     *       },
                     *       "links": {
                     *         "self": "https://catalogue.example/api/v1/stations/umc-voorbeeld/runs/12"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Run"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            428: components["responses"]["PreconditionRequired"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["InternalServerError"];
        };
    };
    discardRun: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The ETag of what the deed is about, as you saw it, or `*` for however it is now.
                 * @example "b0VqUkR0RmY2dWJ1c2pTbzE4aXc"
                 */
                "If-Match": string;
            };
            path: {
                /**
                 * @description Id of a station.
                 * @example umc-voorbeeld
                 */
                id: string;
                /**
                 * @description Number of a run of the station.
                 * @example 42
                 */
                run: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "API-Version": components["headers"]["API-Version"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "run": 7,
                     *       "station": "rommelig-lab",
                     *       "trigger": "manual",
                     *       "startedAt": "2026-03-02T01:49:40.889Z",
                     *       "endedAt": "2026-03-02T01:49:41.889Z",
                     *       "phase": "done",
                     *       "outcome": "complete",
                     *       "added": 6,
                     *       "updated": 0,
                     *       "unchanged": 0,
                     *       "withdrawn": 0,
                     *       "held": 2,
                     *       "documents": 2,
                     *       "bytes": 8807,
                     *       "walk": "full",
                     *       "dry": false,
                     *       "of": null,
                     *       "quality": {
                     *         "before": {
                     *           "records": 0,
                     *           "violations": 0,
                     *           "warnings": 0
                     *         },
                     *         "after": {
                     *           "records": 8,
                     *           "violations": 66,
                     *           "warnings": 173
                     *         }
                     *       },
                     *       "planned": null,
                     *       "resolved": null,
                     *       "progress": null,
                     *       "links": {
                     *         "self": "https://catalogue.example/api/v1/stations/rommelig-lab/runs/7"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Run"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            428: components["responses"]["PreconditionRequired"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["InternalServerError"];
        };
    };
    releaseRun: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The ETag of what the deed is about, as you saw it, or `*` for however it is now.
                 * @example "b0VqUkR0RmY2dWJ1c2pTbzE4aXc"
                 */
                "If-Match": string;
            };
            path: {
                /**
                 * @description Id of a station.
                 * @example umc-voorbeeld
                 */
                id: string;
                /**
                 * @description Number of a run of the station.
                 * @example 42
                 */
                run: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It has begun, or waits for its turn like a scheduled visit; ask at `Location` how it goes */
            202: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "API-Version": components["headers"]["API-Version"];
                    Location: components["headers"]["Location"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "run": 12,
                     *       "station": "umc-voorbeeld",
                     *       "trigger": "manual",
                     *       "startedAt": "2026-03-02T01:49:31.252Z",
                     *       "endedAt": null,
                     *       "phase": "gather",
                     *       "outcome": null,
                     *       "added": 0,
                     *       "updated": 0,
                     *       "unchanged": 0,
                     *       "withdrawn": 0,
                     *       "held": 0,
                     *       "documents": 0,
                     *       "bytes": 0,
                     *       "walk": null,
                     *       "dry": false,
                     *       "of": null,
                     *       "quality": null,
                     *       "planned": null,
                     *       "resolved": null,
                     *       "progress": {
                     *         "done": 0,
                     *         "expected": null,
                     *         "ratePerSecond": null,
                     *         "remainingSeconds": null
                     *       },
                     *       "links": {
                     *         "self": "https://catalogue.example/api/v1/stations/umc-voorbeeld/runs/12"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Run"] | components["schemas"]["Deed"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            428: components["responses"]["PreconditionRequired"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["InternalServerError"];
        };
    };
    revertRun: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The ETag of what the deed is about, as you saw it, or `*` for however it is now.
                 * @example "b0VqUkR0RmY2dWJ1c2pTbzE4aXc"
                 */
                "If-Match": string;
            };
            path: {
                /**
                 * @description Id of a station.
                 * @example umc-voorbeeld
                 */
                id: string;
                /**
                 * @description Number of a run of the station.
                 * @example 42
                 */
                run: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It has begun, or waits for its turn like a scheduled visit; ask at `Location` how it goes */
            202: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "API-Version": components["headers"]["API-Version"];
                    Location: components["headers"]["Location"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "run": 12,
                     *       "station": "umc-voorbeeld",
                     *       "trigger": "manual",
                     *       "startedAt": "2026-03-02T01:49:31.252Z",
                     *       "endedAt": null,
                     *       "phase": "gather",
                     *       "outcome": null,
                     *       "added": 0,
                     *       "updated": 0,
                     *       "unchanged": 0,
                     *       "withdrawn": 0,
                     *       "held": 0,
                     *       "documents": 0,
                     *       "bytes": 0,
                     *       "walk": null,
                     *       "dry": false,
                     *       "of": null,
                     *       "quality": null,
                     *       "planned": null,
                     *       "resolved": null,
                     *       "progress": {
                     *         "done": 0,
                     *         "expected": null,
                     *         "ratePerSecond": null,
                     *         "remainingSeconds": null
                     *       },
                     *       "links": {
                     *         "self": "https://catalogue.example/api/v1/stations/umc-voorbeeld/runs/12"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Run"] | components["schemas"]["Deed"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            428: components["responses"]["PreconditionRequired"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["InternalServerError"];
        };
    };
    getStationState: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of an answer that you still have: 304 when it is the same.
                 * @example "b0VqUkR0RmY2dWJ1c2pTbzE4aXc"
                 */
                "If-None-Match"?: string;
            };
            path: {
                /**
                 * @description Id of a station.
                 * @example umc-voorbeeld
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "API-Version": components["headers"]["API-Version"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "umc-voorbeeld",
                     *       "state": "live"
                     *     }
                     */
                    "application/json": components["schemas"]["StationState"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["InternalServerError"];
        };
    };
    setStationState: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The ETag of what the deed is about, as you saw it, or `*` for however it is now.
                 * @example "b0VqUkR0RmY2dWJ1c2pTbzE4aXc"
                 */
                "If-Match": string;
            };
            path: {
                /**
                 * @description Id of a station.
                 * @example umc-voorbeeld
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "state": "paused"
                 *     }
                 */
                "application/json": {
                    /**
                     * @description `live` also ends onboarding: what was received is published.
                     * @enum {string}
                     */
                    state: "live" | "paused";
                };
            };
        };
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "API-Version": components["headers"]["API-Version"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "umc-voorbeeld",
                     *       "state": "paused"
                     *     }
                     */
                    "application/json": components["schemas"]["StationState"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            428: components["responses"]["PreconditionRequired"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["InternalServerError"];
        };
    };
    suggest: {
        parameters: {
            query?: {
                /**
                 * @description Language of the texts.
                 * @example en
                 */
                lang?: "nl" | "en";
                /**
                 * @description What was typed so far; from two characters.
                 * @example diabetes
                 */
                q?: string;
            };
            header?: {
                /**
                 * @description The `ETag` of an answer that you still have: 304 when it is the same.
                 * @example "b0VqUkR0RmY2dWJ1c2pTbzE4aXc"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "API-Version": components["headers"]["API-Version"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "q": "dia",
                     *       "items": [
                     *         {
                     *           "kind": "term",
                     *           "text": "diabetes",
                     *           "id": null,
                     *           "facet": null,
                     *           "value": null
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Suggestions"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            default: components["responses"]["InternalServerError"];
        };
    };
    listUsage: {
        parameters: {
            query?: {
                /**
                 * @description What the totals are of: each dataset, each day, or each month of the whole catalogue.
                 * @example dataset
                 */
                by?: "dataset" | "day" | "month";
                /**
                 * @description This dataset alone, by id or IRI.
                 * @example fs5nuhidmig3px6h
                 */
                dataset?: string;
                /**
                 * @description JSON, or CSV for spreadsheets.
                 * @example json
                 */
                format?: "json" | "csv";
                /**
                 * @description First day; by default a year before the last.
                 * @example 2026-01-01
                 */
                from?: string;
                /**
                 * @description So many datasets, the most used first.
                 * @example 100
                 */
                limit?: number;
                /**
                 * @description Datasets of this station alone.
                 * @example umc-voorbeeld
                 */
                station?: string;
                /**
                 * @description Last day; by default today (UTC).
                 * @example 2026-06-30
                 */
                to?: string;
            };
            header?: {
                /**
                 * @description The `ETag` of an answer that you still have: 304 when it is the same.
                 * @example "b0VqUkR0RmY2dWJ1c2pTbzE4aXc"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "API-Version": components["headers"]["API-Version"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "from": "2025-11-24",
                     *       "to": "2026-11-23",
                     *       "items": [
                     *         {
                     *           "record": "qractqpc7kdbdcp2",
                     *           "station": "holder",
                     *           "title": "Sleep 1",
                     *           "channel": "api",
                     *           "count": 3
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        from: string;
                        items: {
                            /** @enum {string} */
                            channel: "page" | "api" | "list" | "handover" | "export" | "search" | "search-none";
                            count: number;
                            day?: string;
                            month?: string;
                            record?: string;
                            station?: string;
                            title?: string;
                        }[];
                        to: string;
                    };
                    /**
                     * @example record,station,title,channel,count
                     *     fs5nuhidmig3px6h,umc-voorbeeld,Cohort of heart failure,page,12
                     */
                    "text/csv": string;
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["InternalServerError"];
        };
    };
    listMissedTerms: {
        parameters: {
            query?: {
                /**
                 * @description JSON, or CSV for spreadsheets.
                 * @example json
                 */
                format?: "json" | "csv";
                /**
                 * @description First month (YYYY-MM); by default eleven months before the last.
                 * @example 2026-01
                 */
                from?: string;
                /**
                 * @description So many terms, the most used first.
                 * @example 100
                 */
                limit?: number;
                /**
                 * @description Last month; by default this one.
                 * @example 2026-06
                 */
                to?: string;
            };
            header?: {
                /**
                 * @description The `ETag` of an answer that you still have: 304 when it is the same.
                 * @example "b0VqUkR0RmY2dWJ1c2pTbzE4aXc"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "API-Version": components["headers"]["API-Version"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "from": "2025-12",
                     *       "to": "2026-11",
                     *       "atLeast": 10,
                     *       "items": [
                     *         {
                     *           "term": "wearables",
                     *           "count": 14
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        atLeast: number;
                        from: string;
                        items: {
                            count: number;
                            term: string;
                        }[];
                        to: string;
                    };
                    /**
                     * @example term,count
                     *     wearables,14
                     */
                    "text/csv": string;
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["InternalServerError"];
        };
    };
    validate: {
        parameters: {
            query?: {
                /**
                 * @description Format of the report, which goes before the Accept header.
                 * @example json
                 */
                format?: string;
                /**
                 * @description Language of reports for people; JSON has both.
                 * @example en
                 */
                lang?: "nl" | "en";
                /**
                 * @description Profile to validate against; by default as a harvest chooses.
                 * @example healthdcat-ap-r8
                 */
                profile?: string;
                /**
                 * @description Id of the station whose profiles and holder count.
                 * @example umc-voorbeeld
                 */
                station?: string;
            };
            header?: {
                /**
                 * @description `respond-async`: answer with 202 at once.
                 * @example respond-async
                 */
                Prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "url": "https://holder.example/catalogue.ttl"
                 *     }
                 */
                "application/json": {
                    /** Format: uri */
                    url?: string;
                };
                /**
                 * @example {
                 *       "@context": {
                 *         "dcat": "http://www.w3.org/ns/dcat#",
                 *         "dct": "http://purl.org/dc/terms/"
                 *       },
                 *       "@id": "https://holder.example/dataset/1",
                 *       "@type": "dcat:Dataset",
                 *       "dct:title": {
                 *         "@value": "Sleep of adolescents",
                 *         "@language": "en"
                 *       },
                 *       "dct:description": {
                 *         "@value": "Diaries of 1200 pupils.",
                 *         "@language": "en"
                 *       }
                 *     }
                 */
                "application/ld+json": {
                    [key: string]: unknown;
                };
                /**
                 * @example <https://holder.example/dataset/1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/ns/dcat#Dataset> <https://holder.example/graph> .
                 *     <https://holder.example/dataset/1> <http://purl.org/dc/terms/title> "Sleep of adolescents"@en <https://holder.example/graph> .
                 *     <https://holder.example/dataset/1> <http://purl.org/dc/terms/description> "Diaries of 1200 pupils."@en <https://holder.example/graph> .
                 */
                "application/n-quads": string;
                /**
                 * @example <https://holder.example/dataset/1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/ns/dcat#Dataset> .
                 *     <https://holder.example/dataset/1> <http://purl.org/dc/terms/title> "Sleep of adolescents"@en .
                 *     <https://holder.example/dataset/1> <http://purl.org/dc/terms/description> "Diaries of 1200 pupils."@en .
                 */
                "application/n-triples": string;
                /**
                 * @example <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dcat="http://www.w3.org/ns/dcat#" xmlns:dct="http://purl.org/dc/terms/">
                 *       <dcat:Dataset rdf:about="https://holder.example/dataset/1">
                 *         <dct:title xml:lang="en">Sleep of adolescents</dct:title>
                 *         <dct:description xml:lang="en">Diaries of 1200 pupils.</dct:description>
                 *       </dcat:Dataset>
                 *     </rdf:RDF>
                 */
                "application/rdf+xml": string;
                /**
                 * @example @prefix dcat: <http://www.w3.org/ns/dcat#> .
                 *     @prefix dct: <http://purl.org/dc/terms/> .
                 *
                 *     <https://holder.example/dataset/1> a dcat:Dataset ;
                 *         dct:title "Sleep of adolescents"@en ;
                 *         dct:description "Diaries of 1200 pupils."@en .
                 */
                "application/trig": string;
                /**
                 * @example @prefix dcat: <http://www.w3.org/ns/dcat#> .
                 *     @prefix dct: <http://purl.org/dc/terms/> .
                 *
                 *     <https://holder.example/dataset/1> a dcat:Dataset ;
                 *         dct:title "Sleep of adolescents"@en ;
                 *         dct:description "Diaries of 1200 pupils."@en .
                 */
                "text/turtle": string;
            };
        };
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "API-Version": components["headers"]["API-Version"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "profile": "dcat-ap-3.0",
                     *       "conforms": false,
                     *       "publishable": true,
                     *       "verdicts": {
                     *         "national": {
                     *           "publishable": true,
                     *           "violations": 0,
                     *           "warnings": 8
                     *         },
                     *         "eu": {
                     *           "publishable": false,
                     *           "violations": 14,
                     *           "warnings": 28
                     *         },
                     *         "dcat-ap-nl": {
                     *           "publishable": false,
                     *           "violations": 6,
                     *           "warnings": 8
                     *         }
                     *       },
                     *       "records": 1,
                     *       "publishableRecords": 1,
                     *       "infos": 0,
                     *       "notices": [],
                     *       "document": {
                     *         "format": "turtle",
                     *         "triples": 3
                     *       },
                     *       "engine": "shacl-engine 1.1.2",
                     *       "policy": "support",
                     *       "datasets": [
                     *         {
                     *           "iri": "https://holder.example/d/1",
                     *           "title": "Sleep",
                     *           "kind": "dataset",
                     *           "publishable": true,
                     *           "profile": "dcat-ap-3.0",
                     *           "reasons": []
                     *         }
                     *       ],
                     *       "results": [
                     *         {
                     *           "severity": "warning",
                     *           "dataset": "https://holder.example/d/1",
                     *           "focusNode": "https://holder.example/d/1",
                     *           "path": "http://purl.org/dc/terms/publisher",
                     *           "component": "MinCount",
                     *           "sourceShape": "https://w3id.org/ndc/shapes/dcat-ap-3.0#Dataset-publisher-min",
                     *           "value": null,
                     *           "message": {
                     *             "nl": [
                     *               "De dataset heeft geen uitgever (dct:publisher). Dit veld is aanbevolen."
                     *             ],
                     *             "en": [
                     *               "The dataset has no publisher (dct:publisher). This field is recommended."
                     *             ]
                     *           },
                     *           "label": {
                     *             "nl": [
                     *               "Uitgever"
                     *             ],
                     *             "en": [
                     *               "Publisher"
                     *             ]
                     *           },
                     *           "rule": "https://semiceu.github.io/DCAT-AP/releases/3.0.0/",
                     *           "expected": null,
                     *           "verdict": "all",
                     *           "line": 1,
                     *           "fix": {
                     *             "text": {
                     *               "nl": [
                     *                 "Vul het veld uitgever in (dct:publisher)."
                     *               ],
                     *               "en": [
                     *                 "Fill in the publisher (dct:publisher)."
                     *               ]
                     *             },
                     *             "patch": "@prefix dct: <http://purl.org/dc/terms/> .\n<https://holder.example/d/1> dct:publisher <https://example.org/> .",
                     *             "change": null,
                     *             "nearest": []
                     *           },
                     *           "location": null,
                     *           "excerpt": {
                     *             "line": 1,
                     *             "firstLine": 1,
                     *             "lines": [
                     *               "<https://holder.example/d/1> a <http://www.w3.org/ns/dcat#Dataset> ; <http://purl.org/dc/terms/title> \"Sleep\"@en ; <http://purl.org/dc/terms/description> \"About Sleep.\"@en ."
                     *             ]
                     *           }
                     *         }
                     *       ],
                     *       "eu": {
                     *         "profile": "healthdcat-ap-r8",
                     *         "results": []
                     *       },
                     *       "dcat-ap-nl": {
                     *         "profile": "dcat-ap-nl-3.0",
                     *         "results": []
                     *       },
                     *       "repairs": []
                     *     }
                     */
                    "application/json": components["schemas"]["Report"];
                    /** @example {"@type":"http://www.w3.org/ns/shacl#ValidationReport"} */
                    "application/ld+json": string;
                    /** @example {"version":"2.1.0","runs":[]} */
                    "application/sarif+json": string;
                    /** @example <?xml version="1.0"?><testsuites failures="1"></testsuites> */
                    "application/xml": string;
                    /**
                     * @example severity,dataset,path,message
                     *     violation,https://holder.example/dataset/1,dct:description,The dataset has no description.
                     */
                    "text/csv": string;
                    /** @example <!doctype html><html lang="en"><title>Report</title><h1>1 violation</h1></html> */
                    "text/html": string;
                    /**
                     * @example https://holder.example/dataset/1 (line 4)
                     *       violation  The dataset has no description.
                     */
                    "text/plain": string;
                    /**
                     * @example @prefix sh: <http://www.w3.org/ns/shacl#> .
                     *     [] a sh:ValidationReport ; sh:conforms false .
                     */
                    "text/turtle": string;
                };
            };
            /** @description It takes longer, or `Prefer: respond-async` was sent: ask at `Location` */
            202: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "API-Version": components["headers"]["API-Version"];
                    Location: components["headers"]["Location"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "fa0dc65331122506d1817e0af03c2a4e",
                     *       "state": "running",
                     *       "progress": {
                     *         "done": 0,
                     *         "total": 0
                     *       },
                     *       "createdAt": "2026-03-02T01:49:30.562Z",
                     *       "endedAt": null,
                     *       "profile": null,
                     *       "station": null,
                     *       "links": {
                     *         "self": "https://catalogue.example/api/v1/validations/fa0dc65331122506d1817e0af03c2a4e"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["ValidationJob"];
                };
            };
            400: components["responses"]["BadRequest"];
            406: components["responses"]["NotAcceptable"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["ServiceUnavailable"];
            default: components["responses"]["InternalServerError"];
        };
    };
    getValidation: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of an answer that you still have: 304 when it is the same.
                 * @example "b0VqUkR0RmY2dWJ1c2pTbzE4aXc"
                 */
                "If-None-Match"?: string;
            };
            path: {
                /**
                 * @description Id of a validation, as its `Location` has it.
                 * @example 0f8fad5bd9cb469fa16570867728950e
                 */
                job: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "API-Version": components["headers"]["API-Version"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "fa0dc65331122506d1817e0af03c2a4e",
                     *       "state": "done",
                     *       "progress": {
                     *         "done": 1,
                     *         "total": 1
                     *       },
                     *       "createdAt": "2026-03-02T01:49:30.562Z",
                     *       "endedAt": "2026-03-02T01:49:30.565Z",
                     *       "profile": null,
                     *       "station": null,
                     *       "links": {
                     *         "self": "https://catalogue.example/api/v1/validations/fa0dc65331122506d1817e0af03c2a4e",
                     *         "report": "https://catalogue.example/api/v1/validations/fa0dc65331122506d1817e0af03c2a4e/report"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["ValidationJob"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["InternalServerError"];
        };
    };
    cancelValidation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of a validation, as its `Location` has it.
                 * @example 0f8fad5bd9cb469fa16570867728950e
                 */
                job: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Cancelled or forgotten */
            204: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "API-Version": components["headers"]["API-Version"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["InternalServerError"];
        };
    };
    getValidationReport: {
        parameters: {
            query?: {
                /**
                 * @description Format of the report, which goes before the Accept header.
                 * @example json
                 */
                format?: string;
                /**
                 * @description Language of reports for people; JSON has both.
                 * @example en
                 */
                lang?: "nl" | "en";
            };
            header?: {
                /**
                 * @description The `ETag` of an answer that you still have: 304 when it is the same.
                 * @example "b0VqUkR0RmY2dWJ1c2pTbzE4aXc"
                 */
                "If-None-Match"?: string;
            };
            path: {
                /**
                 * @description Id of a validation, as its `Location` has it.
                 * @example 0f8fad5bd9cb469fa16570867728950e
                 */
                job: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "API-Version": components["headers"]["API-Version"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "profile": "dcat-ap-3.0",
                     *       "conforms": false,
                     *       "publishable": true,
                     *       "verdicts": {
                     *         "national": {
                     *           "publishable": true,
                     *           "violations": 0,
                     *           "warnings": 8
                     *         },
                     *         "eu": {
                     *           "publishable": false,
                     *           "violations": 14,
                     *           "warnings": 28
                     *         },
                     *         "dcat-ap-nl": {
                     *           "publishable": false,
                     *           "violations": 6,
                     *           "warnings": 8
                     *         }
                     *       },
                     *       "records": 1,
                     *       "publishableRecords": 1,
                     *       "infos": 0,
                     *       "notices": [],
                     *       "document": {
                     *         "format": "turtle",
                     *         "triples": 3
                     *       },
                     *       "engine": "shacl-engine 1.1.2",
                     *       "policy": "support",
                     *       "datasets": [
                     *         {
                     *           "iri": "https://holder.example/d/1",
                     *           "title": "Sleep",
                     *           "kind": "dataset",
                     *           "publishable": true,
                     *           "profile": "dcat-ap-3.0",
                     *           "reasons": []
                     *         }
                     *       ],
                     *       "results": [
                     *         {
                     *           "severity": "warning",
                     *           "dataset": "https://holder.example/d/1",
                     *           "focusNode": "https://holder.example/d/1",
                     *           "path": "http://purl.org/dc/terms/publisher",
                     *           "component": "MinCount",
                     *           "sourceShape": "https://w3id.org/ndc/shapes/dcat-ap-3.0#Dataset-publisher-min",
                     *           "value": null,
                     *           "message": {
                     *             "nl": [
                     *               "De dataset heeft geen uitgever (dct:publisher). Dit veld is aanbevolen."
                     *             ],
                     *             "en": [
                     *               "The dataset has no publisher (dct:publisher). This field is recommended."
                     *             ]
                     *           },
                     *           "label": {
                     *             "nl": [
                     *               "Uitgever"
                     *             ],
                     *             "en": [
                     *               "Publisher"
                     *             ]
                     *           },
                     *           "rule": "https://semiceu.github.io/DCAT-AP/releases/3.0.0/",
                     *           "expected": null,
                     *           "verdict": "all",
                     *           "line": 1,
                     *           "fix": {
                     *             "text": {
                     *               "nl": [
                     *                 "Vul het veld uitgever in (dct:publisher)."
                     *               ],
                     *               "en": [
                     *                 "Fill in the publisher (dct:publisher)."
                     *               ]
                     *             },
                     *             "patch": "@prefix dct: <http://purl.org/dc/terms/> .\n<https://holder.example/d/1> dct:publisher <https://example.org/> .",
                     *             "change": null,
                     *             "nearest": []
                     *           },
                     *           "location": null,
                     *           "excerpt": {
                     *             "line": 1,
                     *             "firstLine": 1,
                     *             "lines": [
                     *               "<https://holder.example/d/1> a <http://www.w3.org/ns/dcat#Dataset> ; <http://purl.org/dc/terms/title> \"Sleep\"@en ; <http://purl.org/dc/terms/description> \"About Sleep.\"@en ."
                     *             ]
                     *           }
                     *         }
                     *       ],
                     *       "eu": {
                     *         "profile": "healthdcat-ap-r8",
                     *         "results": []
                     *       },
                     *       "dcat-ap-nl": {
                     *         "profile": "dcat-ap-nl-3.0",
                     *         "results": []
                     *       },
                     *       "repairs": []
                     *     }
                     */
                    "application/json": components["schemas"]["Report"];
                    /** @example {"@type":"http://www.w3.org/ns/shacl#ValidationReport"} */
                    "application/ld+json": string;
                    /** @example {"version":"2.1.0","runs":[]} */
                    "application/sarif+json": string;
                    /** @example <?xml version="1.0"?><testsuites failures="1"></testsuites> */
                    "application/xml": string;
                    /**
                     * @example severity,dataset,path,message
                     *     violation,https://holder.example/dataset/1,dct:description,The dataset has no description.
                     */
                    "text/csv": string;
                    /** @example <!doctype html><html lang="en"><title>Report</title><h1>1 violation</h1></html> */
                    "text/html": string;
                    /**
                     * @example https://holder.example/dataset/1 (line 4)
                     *       violation  The dataset has no description.
                     */
                    "text/plain": string;
                    /**
                     * @example @prefix sh: <http://www.w3.org/ns/shacl#> .
                     *     [] a sh:ValidationReport ; sh:conforms false .
                     */
                    "text/turtle": string;
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            410: components["responses"]["Gone"];
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableContent"];
            default: components["responses"]["InternalServerError"];
        };
    };
}
