-- Of a frequent client a rare kind, and the other way round: whichever of the two indexes is taken, it may be the wrong one.
CREATE INDEX audit_event_client_kind ON audit_event (client_id, kind, occurred_at, id) WHERE client_id IS NOT NULL;
