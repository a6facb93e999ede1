CREATE TABLE "feedback" (
	"talk_id" text PRIMARY KEY NOT NULL,
	"status" text NOT NULL,
	"run_id" text,
	"attempt" integer NOT NULL,
	"stage" text NOT NULL,
	"share" double precision NOT NULL,
	"retry_at" timestamp (3) with time zone,
	"reason" text,
	"message" text,
	"result" jsonb,
	"score" double precision
);
--> statement-breakpoint
CREATE TABLE "feedback_criteria" (
	"talk_id" text NOT NULL,
	"key" text NOT NULL,
	"label" text NOT NULL,
	"score" double precision,
	"position" integer NOT NULL,
	CONSTRAINT "feedback_criteria_talk_id_key_pk" PRIMARY KEY("talk_id","key")
);
--> statement-breakpoint
CREATE TABLE "scenarios" (
	"owner" text NOT NULL,
	"id" text NOT NULL,
	"scenario" jsonb NOT NULL,
	"saved_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "scenarios_owner_id_pk" PRIMARY KEY("owner","id")
);
--> statement-breakpoint
CREATE TABLE "servers" (
	"id" text PRIMARY KEY NOT NULL,
	"heartbeat_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "talks" (
	"id" text PRIMARY KEY NOT NULL,
	"owner" text NOT NULL,
	"server_id" text NOT NULL,
	"scenario_id" text NOT NULL,
	"scenario" jsonb,
	"state" text NOT NULL,
	"end_reason" text,
	"started_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"turn_count" integer NOT NULL,
	"media" jsonb,
	"saved_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "turns" (
	"talk_id" text NOT NULL,
	"id" text NOT NULL,
	"position" integer NOT NULL,
	"role" text NOT NULL,
	"text" text NOT NULL,
	"start_ms" double precision NOT NULL,
	"end_ms" double precision NOT NULL,
	"heard_ms" double precision,
	"latency_ms" double precision,
	CONSTRAINT "turns_talk_id_id_pk" PRIMARY KEY("talk_id","id")
);
--> statement-breakpoint
ALTER TABLE "feedback" ADD CONSTRAINT "feedback_talk_id_talks_id_fk" FOREIGN KEY ("talk_id") REFERENCES "public"."talks"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feedback_criteria" ADD CONSTRAINT "feedback_criteria_talk_id_feedback_talk_id_fk" FOREIGN KEY ("talk_id") REFERENCES "public"."feedback"("talk_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "turns" ADD CONSTRAINT "turns_talk_id_talks_id_fk" FOREIGN KEY ("talk_id") REFERENCES "public"."talks"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "talks_by_owner" ON "talks" USING btree ("owner","started_at","id");--> statement-breakpoint
CREATE INDEX "talks_by_start" ON "talks" USING btree ("started_at","id");--> statement-breakpoint
CREATE INDEX "talks_running" ON "talks" USING btree ("server_id") WHERE state <> 'ended';